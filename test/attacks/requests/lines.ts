import { CLIENT, fix, HOST } from "../../contract/cases.js";
import type { HeaderLine } from "../../contract/wire.js";
import { FORGED, type Attack } from "../attack.js";
import { believesRightmost } from "../flaws.js";

/** So many lines that Node's parser drops those behind them: it keeps 1,000. */
const fillers = Array.from({ length: 1000 }, (_, at): HeaderLine => [`a-${at}`, ""]);

/** Attacks by the number of header lines. */
export const lineAttacks: readonly Attack[] = [
  // Node keeps a thousand header lines and drops the rest without an error, the proxy's at the end first.
  {
    id: "lost-lines",
    title: "refuses a request if its parser may have dropped the proxy's line",
    isForAdapters: true,
    layers: [fix({ trustedPeers: "loopback" })],
    lines: [HOST, ["X-Forwarded-For", FORGED], ...fillers, ["X-Forwarded-For", CLIENT]],
    expected: { status: 431 },
    flaw: believesRightmost("x-forwarded-for", FORGED),
  },
];
