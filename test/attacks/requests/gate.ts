import { CLIENT, fix, HOST } from "../../contract/cases.js";
import { EVIL, FORGED, PROXY, STRANGER, type Attack } from "../attack.js";
import { believesHeader } from "../flaws.js";

const direct = {
  from: STRANGER,
  expected: { clientAddress: STRANGER, proto: "http", host: "app:3000" },
} as const;

/** Attacks of a caller that reaches the application past its proxies. */
export const gateAttacks: readonly Attack[] = [
  // Fastify's request.protocol and request.host read the headers of every caller, although trustProxy named one address.
  {
    ...direct,
    id: "CVE-2026-3635",
    title: "believes neither scheme nor host of a caller that is no proxy",
    layers: [fix({ xHost: 1, trustedPeers: PROXY })],
    lines: [HOST, ["X-Forwarded-Proto", "https"], ["X-Forwarded-Host", EVIL]],
    forged: ["https", EVIL],
    flaw: {
      read: ({ headers }) => `${headers["x-forwarded-proto"]}://${headers["x-forwarded-host"]}`,
      gives: `https://${EVIL}`,
    },
  },
  // ASP.NET Core before 8.0.17 checked the caller only if X-Forwarded-For was configured, not for the other headers.
  {
    ...direct,
    id: "aspnet-8.0.17",
    title: "checks the caller if X-Forwarded-For is not counted",
    layers: [fix({ xFor: 0, xHost: 1, xPrefix: 1, trustedPeers: PROXY })],
    lines: [HOST, ["X-Forwarded-Proto", "https"], ["X-Forwarded-Host", EVIL], ["X-Forwarded-Prefix", "/evil"]],
    forged: ["https", "evil"],
    flaw: {
      read: ({ headers }) => `${headers["x-forwarded-host"]}${headers["x-forwarded-prefix"]}`,
      gives: `${EVIL}/evil`,
    },
  },
  // Ory Oathkeeper matched its rules by X-Forwarded-Proto, even if it was configured to trust no forwarded header.
  {
    ...direct,
    id: "GHSA-vhr5-ggp3-qq85",
    title: "reads no X-Forwarded-Proto if none is counted",
    layers: [fix({ xFor: 0, xProto: 0 })],
    lines: [HOST, ["X-Forwarded-Proto", "https"]],
    forged: ["https"],
    flaw: believesHeader("x-forwarded-proto", "https"),
  },
  // Counts alone believe every caller: a container beside the proxy, or a port that was left open.
  {
    ...direct,
    id: "past-the-proxy",
    title: "refuses a caller that bypasses the proxy if strict is set",
    layers: [fix({ xHost: 1, trustedPeers: PROXY, strict: true })],
    lines: [HOST, ["X-Forwarded-For", FORGED], ["X-Forwarded-Host", EVIL]],
    expected: { status: 403 },
    flaw: believesHeader("x-forwarded-for", FORGED),
  },
  {
    ...direct,
    id: "past-the-proxy",
    title: "resolves a caller that bypasses the proxy by its connection",
    layers: [fix({ xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: PROXY })],
    lines: [
      HOST,
      ["X-Forwarded-For", FORGED],
      ["X-Forwarded-Host", EVIL],
      ["X-Forwarded-Port", "6666"],
      ["X-Forwarded-Prefix", "/evil"],
      ["X-Real-IP", FORGED],
    ],
    forged: [FORGED, "evil", "6666"],
    flaw: believesHeader("x-forwarded-host", EVIL),
  },
  // Vert.x and Quarkus read Forwarded first if it is there, and a proxy that writes X-Forwarded-For passes it on.
  {
    id: "rival-family",
    title: "reads no Forwarded if the options believe X-Forwarded-For",
    layers: [fix({ xHost: 1, trustedPeers: "loopback" })],
    lines: [
      HOST,
      ["Forwarded", `for=${FORGED};host=${EVIL};proto=https`],
      ["X-Forwarded-For", CLIENT],
      ["X-Forwarded-Proto", "http"],
      ["X-Forwarded-Host", "example.com"],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: "example.com" },
    headers: {
      host: "example.com",
      "x-forwarded-for": CLIENT,
      "x-forwarded-proto": "http",
      "x-forwarded-host": "example.com",
    },
    forged: [FORGED, EVIL, "https"],
    flaw: { read: ({ headers }) => /for=([^;,]+)/.exec(headers["forwarded"] ?? "")?.[1], gives: FORGED },
  },
  // Spring reads X-Forwarded-* beside Forwarded, and a proxy that writes Forwarded passes them on.
  {
    id: "rival-family",
    title: "reads no X-Forwarded-Host if the options believe Forwarded",
    layers: [fix({ forwarded: 1, trustedPeers: "loopback" })],
    lines: [HOST, ["X-Forwarded-Host", EVIL], ["X-Forwarded-For", FORGED], ["Forwarded", `for=${CLIENT}`]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", forwarded: `for=${CLIENT}` },
    forged: [FORGED, EVIL],
    flaw: believesHeader("x-forwarded-host", EVIL),
  },
];
