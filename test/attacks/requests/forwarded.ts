import { CLIENT, fix, HOST } from "../../contract/cases.js";
import { EVIL, FORGED, type Attack, type Flaw } from "../attack.js";
import { listValues } from "../flaws.js";

const forwarded = {
  layers: [fix({ forwarded: 1, trustedPeers: "loopback" })],
  expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
} as const;

/** Finds `host` by splitting at semicolons, inside quotes too. */
const splitsAtSemicolons = (gives: string): Flaw => ({
  read: ({ headers }) =>
    (headers["forwarded"] ?? "")
      .split(";")
      .find((pair) => pair.startsWith("host="))
      ?.slice(5),
  gives,
});

/** Attacks by the syntax of Forwarded. */
export const forwardedAttacks: readonly Attack[] = [
  // Rack split the element at semicolons before it looked at quotes: one quoted `for` became for, host and proto.
  {
    ...forwarded,
    id: "CVE-2026-32762",
    title: "reads a quoted value with semicolons as one value",
    lines: [HOST, ["Forwarded", 'for="127.0.0.1;host=evil.com;proto=https"']],
    expected: { ...forwarded.expected, clientAddress: undefined },
    headers: { host: "app:3000" },
    forged: ["evil.com", "https"],
    flaw: splitsAtSemicolons("evil.com"),
  },
  // actix-web splits at commas and semicolons, inside quotes too: a comma in a quoted value begins an element.
  {
    ...forwarded,
    id: "quoted-comma",
    title: "reads a quoted value with a comma as one value",
    lines: [HOST, ["Forwarded", `for=${CLIENT};by="_a,for=${FORGED};host=${EVIL}"`]],
    headers: { host: "app:3000", forwarded: `for=${CLIENT}` },
    forged: [FORGED, EVIL],
    flaw: {
      read: ({ headers }) => listValues(headers["forwarded"]).at(-1)?.split(";")[0],
      gives: `for=${FORGED}`,
    },
  },
  // Vert.x and Spring search the text for `host=` by a pattern, which finds it inside the value of another parameter.
  {
    ...forwarded,
    id: "quoted-parameter",
    title: "finds no parameter inside the value of another one",
    lines: [HOST, ["Forwarded", `for=${CLIENT};by="host=${EVIL}"`]],
    headers: { host: "app:3000", forwarded: `for=${CLIENT}` },
    forged: [EVIL],
    flaw: { read: ({ headers }) => /host="?([^;,"]+)"?/.exec(headers["forwarded"] ?? "")?.[1], gives: EVIL },
  },
  // Parsers that read from the left take all text behind a quote without an end for the client's own value.
  {
    ...forwarded,
    id: "unbalanced-quote",
    title: "keeps the proxy's element apart from a quote that the client has not closed",
    lines: [HOST, ["Forwarded", `for="${FORGED}, for=${CLIENT}`]],
    headers: { host: "app:3000", forwarded: `for=${CLIENT}` },
    forged: [FORGED],
    flaw: { read: ({ headers }) => /^for="([^"]*)(?:"|$)/.exec(headers["forwarded"] ?? "")?.[1], gives: `${FORGED}, for=${CLIENT}` }, // prettier-ignore
  },
  // A client that can write into a hand-built element repeats a parameter, and parsers take the first or the last one.
  {
    ...forwarded,
    id: "repeated-parameter",
    title: "believes nothing of an element that repeats a parameter",
    lines: [HOST, ["Forwarded", `for=${FORGED};host=${EVIL};for=${CLIENT};host=example.com`]],
    expected: { clientAddress: undefined, proto: "http", host: undefined },
    headers: { host: undefined },
    forged: [FORGED, EVIL, "example.com"],
    flaw: splitsAtSemicolons(EVIL),
  },
];
