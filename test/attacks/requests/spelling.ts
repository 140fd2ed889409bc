import { CLIENT, fix, HOST } from "../../contract/cases.js";
import { STRANGER, type Attack } from "../attack.js";
import { believesRightmost } from "../flaws.js";

/** A value that is no address in the one form that the rules accept: a proxy that passes it on hides its client. */
function refused(id: string, text: string, flaw: Attack["flaw"]): Attack {
  return {
    id,
    title: `does not take ${text} for an address`,
    layers: [fix({ trustedPeers: "loopback" })],
    lines: [HOST, ["X-Forwarded-For", text]],
    expected: { clientAddress: undefined, proto: "http", host: "app:3000" },
    headers: { host: "app:3000" },
    forged: [text],
    flaw,
  };
}

/** A spelling of an address that has another canonical form: lists of addresses compare that form. */
function canonical(id: string, text: string, address: string, flaw: Attack["flaw"]): Attack {
  return {
    ...refused(id, text, flaw),
    title: `reports ${text} as ${address}`,
    expected: { clientAddress: address, addresses: [address], proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": address },
  };
}

/** The meaning of a text to everything that opens connections: the address that a URL with this host leads to. */
const meaningOf = (text: string): string => new URL(`http://${text}/`).hostname;

/** Attacks that write an address so that different software reads different addresses. */
export const spellingAttacks: readonly Attack[] = [
  // netmask dropped leading zeros: 0177.0.0.1, which is 127.0.0.1, was the public address 177.0.0.1 to it.
  refused("CVE-2021-28918", "0177.0.0.1", {
    read: ({ headers }) => [
      (headers["x-forwarded-for"] ?? "").split(".").map(Number).join("."),
      meaningOf(headers["x-forwarded-for"] ?? ""),
    ],
    gives: ["177.0.0.1", "127.0.0.1"],
  }),
  // ip's isPublic called each of these five public, although the first four and the last are loopback or private.
  ...(
    [
      ["127.1", "127.0.0.1"],
      ["01200034567", "10.0.57.119"],
      ["012.1.2.3", "10.1.2.3"],
    ] as const
  ).map(([text, meaning]) =>
    refused("CVE-2024-29415", text, {
      read: ({ headers }) => meaningOf(headers["x-forwarded-for"] ?? ""),
      gives: meaning,
    }),
  ),
  canonical("CVE-2024-29415", "000:0:0000::01", "::1", believesRightmost("x-forwarded-for", "000:0:0000::01")),
  canonical(
    "CVE-2024-29415",
    "::fFFf:127.0.0.1",
    "127.0.0.1",
    believesRightmost("x-forwarded-for", "::fFFf:127.0.0.1"),
  ),
  // Hono's ipRestriction compared text: a denied 127.0.0.9 passed as ::ffff:127.0.0.9, as a dual-stack socket reports it.
  {
    id: "CVE-2026-39409",
    title: "reports the peer of a dual-stack socket in the form that lists of addresses have",
    over: "dual-stack",
    from: STRANGER,
    layers: [fix({ xFor: 0, xProto: 0 })],
    lines: [HOST],
    expected: { clientAddress: STRANGER, proto: "http", host: "app:3000" },
    flaw: { read: ({ peerAddress }) => peerAddress !== STRANGER && peerAddress, gives: `::ffff:${STRANGER}` },
  },
  // The same address in X-Forwarded-For.
  canonical("CVE-2026-39409", `::ffff:${CLIENT}`, CLIENT, believesRightmost("x-forwarded-for", `::ffff:${CLIENT}`)),
  // ipaddr.js accepts zones: one client has as many addresses as it can invent zones, each unknown to a list.
  refused("zone", "fe80::1%66", believesRightmost("x-forwarded-for", "fe80::1%66")),
  // Rack passes any text on as the client's address, such as the word of proxies that hide their clients.
  refused("text-as-address", "unknown", believesRightmost("x-forwarded-for", "unknown")),
  // actix-web's address has a port for some clients, so that one client is new to a list with each connection.
  {
    ...canonical("address-with-port", `${CLIENT}:4711`, CLIENT, believesRightmost("x-forwarded-for", `${CLIENT}:4711`)),
    forged: [`${CLIENT}:4711`],
  },
];
