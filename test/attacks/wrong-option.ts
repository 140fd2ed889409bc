/** For each option, a set-up in which it is wrong, and the facts that an attacker then chooses. */
import type { AdapterOptions, SocketOptions } from "../../src/adapters/express.js";
import type { PeerOptions } from "../../src/adapters/fetch/peer-option.js";
import { CLIENT, PEER } from "../contract/cases.js";
import { EVIL, FORGED, STRANGER } from "./attack.js";

/** A fact that an application reads; `header` is the value of a forwarding header. */
export type Fact = "address" | "scheme" | "host" | "port" | "prefix" | "header";

export type AnyOptions = AdapterOptions & SocketOptions & PeerOptions;

export interface WrongOption {
  /** The options of a careful user. */
  readonly right: AnyOptions;
  /** The same with the option wrong. */
  readonly wrong: AnyOptions;
  /** The headers of the attacker's request, as the application receives them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The peer; by default the proxy. */
  readonly from?: string;
  /** The facts that the attacker chooses if the option is wrong; none if it gains nothing. */
  readonly gains: readonly Fact[];
}

/** The values that the attacker wants the application to read. */
export const WANTED: Readonly<Record<Fact, string>> = {
  address: FORGED,
  scheme: "https",
  host: EVIL,
  port: "6666",
  prefix: "/evil",
  header: FORGED,
};

const FIVE: readonly Fact[] = ["address", "scheme", "host", "port", "prefix"];
const COUNTS = { xHost: 1, xPort: 1, xPrefix: 1 } as const;
const TRUSTED = { trustedPeers: "loopback" } as const;

/** Every forwarding header, written by the attacker alone. */
const all = {
  host: "app",
  "x-forwarded-for": FORGED,
  "x-forwarded-proto": "https",
  "x-forwarded-host": EVIL,
  "x-forwarded-port": "6666",
  "x-forwarded-prefix": "/evil",
};
/** The same behind a proxy that appends its own value to each. */
const appended = {
  host: "app",
  "x-forwarded-for": `${FORGED}, ${CLIENT}`,
  "x-forwarded-proto": "https, http",
  "x-forwarded-host": `${EVIL}, example.com`,
  "x-forwarded-port": "6666, 80",
  "x-forwarded-prefix": "/evil, /app",
};
const withClient = { host: "app", "x-forwarded-for": CLIENT };
/** The attacker's headers behind a proxy that writes address and scheme only. */
const unwritten = { ...all, ...withClient, "x-forwarded-proto": "http" };
const renamed = { for: "x-chain", proto: "x-scheme", host: "x-site", port: "x-site-port", prefix: "x-mount" };

/** The option, wrong in the way in which it is most often wrong. */
export const wrongOptionOf: Readonly<Record<keyof AnyOptions, WrongOption>> = {
  xFor: { right: TRUSTED, wrong: { ...TRUSTED, xFor: 2 }, headers: appended, gains: ["address"] },
  xProto: { right: TRUSTED, wrong: { ...TRUSTED, xProto: 2 }, headers: appended, gains: ["scheme"] },
  xHost: { right: TRUSTED, wrong: { ...TRUSTED, xHost: 1 }, headers: unwritten, gains: ["host"] },
  xPort: { right: TRUSTED, wrong: { ...TRUSTED, xPort: 1 }, headers: unwritten, gains: ["port"] },
  xPrefix: { right: TRUSTED, wrong: { ...TRUSTED, xPrefix: 1 }, headers: unwritten, gains: ["prefix"] },
  forwarded: {
    right: TRUSTED,
    wrong: { ...TRUSTED, forwarded: 1, xFor: 0, xProto: 0 },
    headers: { ...withClient, forwarded: `for=${FORGED};proto=https;host=${EVIL}` },
    gains: ["address", "scheme", "host"],
  },
  trustedPeers: { right: { ...COUNTS, ...TRUSTED }, wrong: COUNTS, headers: all, from: "192.0.2.9", gains: FIVE },
  trustedProxies: {
    right: { xProto: 2, xHost: 2, xPort: 2, xPrefix: 2, trustedProxies: "loopback" },
    wrong: { xProto: 2, xHost: 2, xPort: 2, xPrefix: 2, trustedProxies: ["loopback", "198.51.100.0/24"] },
    headers: appended,
    gains: FIVE,
  },
  clientAddressHeader: {
    right: TRUSTED,
    wrong: { ...TRUSTED, clientAddressHeader: "x-real-ip" },
    headers: { ...withClient, "x-real-ip": FORGED },
    gains: ["address"],
  },
  headerNames: {
    right: { ...COUNTS, ...TRUSTED },
    wrong: { ...COUNTS, ...TRUSTED, headerNames: renamed },
    headers: {
      ...{ ...withClient, "x-forwarded-proto": "http", "x-forwarded-host": "example.com" },
      ...{ "x-forwarded-port": "80", "x-forwarded-prefix": "/app" },
      ...{ "x-chain": FORGED, "x-scheme": "https", "x-site": EVIL, "x-site-port": "6666", "x-mount": "/evil" },
    },
    gains: FIVE,
  },
  allowedHosts: {
    right: { ...TRUSTED, allowedHosts: ["example.com"] },
    wrong: TRUSTED,
    headers: { ...withClient, host: EVIL },
    gains: ["host"],
  },
  strict: {
    right: { ...TRUSTED, xHost: 1, strict: true },
    wrong: { ...TRUSTED, xHost: 1 },
    headers: { ...withClient, host: EVIL, connection: "x-forwarded-host", "x-forwarded-proto": "http" },
    gains: ["host"],
  },
  forwardedHeaders: {
    right: TRUSTED,
    wrong: { ...TRUSTED, forwardedHeaders: "keep" },
    headers: all,
    from: "192.0.2.9",
    gains: ["header"],
  },
  keepHeaders: {
    right: TRUSTED,
    wrong: { ...TRUSTED, keepHeaders: ["x-real-ip"] },
    headers: { ...withClient, "x-real-ip": FORGED },
    gains: ["header"],
  },
  shadow: { right: TRUSTED, wrong: { ...TRUSTED, shadow: { xFor: 2 } }, headers: appended, gains: [] },
  warnings: { right: TRUSTED, wrong: { ...TRUSTED, warnings: false }, headers: appended, gains: [] },
  socket: { right: TRUSTED, wrong: { ...TRUSTED, socket: true }, headers: appended, gains: [] },
  peer: {
    right: { ...COUNTS, trustedPeers: PEER, peer: () => ({ address: STRANGER }) },
    wrong: { ...COUNTS, trustedPeers: PEER, peer: (request) => ({ address: request.headers.get("x-peer") ?? "" }) },
    headers: { ...all, "x-peer": PEER },
    gains: FIVE,
  },
};
