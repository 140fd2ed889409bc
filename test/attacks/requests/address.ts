import proxyAddr from "proxy-addr";
import { CLIENT, fix, HOST, PEER } from "../../contract/cases.js";
import { FORGED, PROXY, STRANGER, type Attack } from "../attack.js";
import { believesHeader, believesLeftmost, listValues } from "../flaws.js";

const believed = {
  layers: [fix({ trustedPeers: "loopback" })],
  expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
  headers: { host: "app:3000", "x-forwarded-for": CLIENT },
} as const;

/** Attacks by which a client chooses its address, or hides it. */
export const addressAttacks: readonly Attack[] = [
  // gin took the client's address from X-Forwarded-For, even if the client was connected to the application directly.
  {
    ...believed,
    id: "CVE-2020-28483",
    title: "ignores X-Forwarded-For of a caller that is no proxy",
    layers: [fix({ trustedPeers: PROXY })],
    from: STRANGER,
    lines: [HOST, ["X-Forwarded-For", FORGED]],
    expected: { ...believed.expected, clientAddress: STRANGER },
    headers: { host: "app:3000" },
    forged: [FORGED],
    flaw: believesLeftmost("x-forwarded-for", FORGED),
  },
  // chi's RealIP believed True-Client-IP, else X-Real-IP, else the leftmost X-Forwarded-For, of every caller.
  {
    ...believed,
    id: "GHSA-3fxj-6jh8-hvhx",
    title: "believes none of the headers that the proxy passes on from the client",
    lines: [HOST, ["True-Client-IP", FORGED], ["X-Real-IP", FORGED], ["X-Forwarded-For", `${FORGED}, ${CLIENT}`]],
    forged: [FORGED],
    flaw: {
      read: ({ headers }) =>
        headers["true-client-ip"] ?? headers["x-real-ip"] ?? listValues(headers["x-forwarded-for"])[0],
      gives: FORGED,
    },
  },
  // chi's RealIP took the leftmost of two addresses, although the proxy had appended the right one.
  {
    ...believed,
    id: "GHSA-9g5q-2w5x-hmxf",
    title: "believes the address that the proxy appended",
    lines: [HOST, ["X-Forwarded-For", "192.0.2.2, 192.0.2.1"]],
    expected: { ...believed.expected, clientAddress: "192.0.2.1" },
    headers: { host: "app:3000", "x-forwarded-for": "192.0.2.1" },
    forged: ["192.0.2.2"],
    flaw: believesLeftmost("x-forwarded-for", "192.0.2.2"),
  },
  // Spring, Undertow and Traefik have read the first line of a header, and the proxy had added a second one.
  {
    ...believed,
    id: "several-lines",
    title: "reads the last line if the proxy adds a line of its own",
    lines: [HOST, ["X-Forwarded-For", FORGED], ["X-Forwarded-For", CLIENT]],
    forged: [FORGED],
    flaw: { read: ({ lines }) => lines.find(([name]) => name === "X-Forwarded-For")?.[1], gives: FORGED },
  },
  // Werkzeug drops empty values: the client's value moves into the place of the proxy's.
  {
    ...believed,
    id: "empty-value",
    title: "keeps the place of an empty value",
    lines: [HOST, ["X-Forwarded-For", `${FORGED},`]],
    expected: { ...believed.expected, clientAddress: undefined },
    headers: { host: "app:3000" },
    forged: [FORGED],
    flaw: {
      read: ({ headers }) => listValues(headers["x-forwarded-for"]).findLast((value) => value !== ""),
      gives: FORGED,
    },
  },
  // Werkzeug reads quotes in X-Forwarded-For: a quote without an end makes it drop the list, with the proxy's value.
  {
    ...believed,
    id: "quoted-list",
    title: "reads no quotes in X-Forwarded-For",
    lines: [HOST, ["X-Forwarded-For", `"${FORGED}, ${CLIENT}`]],
    forged: [FORGED],
    flaw: {
      read: ({ headers, peerAddress }) =>
        (headers["x-forwarded-for"] ?? "").split('"').length % 2 === 0 ? peerAddress : undefined,
      gives: PEER,
    },
  },
  // A client that reaches the inner proxy past the outer one stands in the place that a fixed count reads as the outer's.
  {
    ...believed,
    id: "past-the-outer-proxy",
    title: "does not count a client that bypasses the outer proxy as that proxy",
    layers: [fix({ trustedProxies: ["loopback", "192.0.2.0/24"] })],
    lines: [HOST, ["X-Forwarded-For", `${FORGED}, ${CLIENT}`]],
    forged: [FORGED],
    flaw: { read: ({ headers }) => listValues(headers["x-forwarded-for"]).at(-2), gives: FORGED },
  },
  // A client names X-Forwarded-For in Connection, a proxy drops its own header, and the proxy's address is the client's.
  {
    ...believed,
    id: "dropped-chain",
    title: "reports no address if the proxy's statement is missing",
    lines: [HOST, ["Connection", "x-forwarded-for"], ["X-Forwarded-Proto", "http"]],
    expected: { ...believed.expected, clientAddress: undefined },
    headers: { host: "app:3000", "x-forwarded-proto": "http" },
    flaw: { read: ({ headers, peerAddress }) => headers["x-forwarded-for"] ?? peerAddress, gives: PEER },
  },
  // Many programs read the address from whichever header is there, and a proxy strips only the one that it writes.
  ...["X-Real-IP", "Client-IP", "CF-Connecting-IP", "X-Cluster-Client-IP"].map((name): Attack => ({
    ...believed,
    id: "rival-header",
    title: `deletes ${name} if the options do not name it`,
    lines: [HOST, [name, FORGED], ["X-Forwarded-For", CLIENT]],
    forged: [FORGED],
    flaw: believesHeader(name.toLowerCase(), FORGED),
  })),
  // proxy-addr reads `012.0.0.1` as 10.0.0.1, since ipaddr.js reads octal: the walk goes on to the client's own text.
  {
    ...believed,
    id: "octal-hop",
    title: "ends the walk over proxies at an address that is written in octal",
    layers: [fix({ trustedProxies: ["loopback", "10.0.0.0/8"] })],
    lines: [HOST, ["X-Forwarded-For", `${FORGED}, 012.0.0.1`]],
    expected: { ...believed.expected, clientAddress: undefined },
    headers: { host: "app:3000" },
    forged: [FORGED, "012"],
    flaw: { read: ({ headers }) => walkByProxyAddr(headers["x-forwarded-for"], "10.0.0.0/8"), gives: FORGED },
  },
];

/** Finds the client as proxy-addr does: the first address from the right that is not trusted. */
function walkByProxyAddr(text: string | undefined, trusted: string): string | undefined {
  const isTrusted = proxyAddr.compile(trusted);
  return listValues(text).findLast((address) => !isTrusted(address, 1));
}
