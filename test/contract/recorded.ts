import { readFileSync } from "node:fs";
import { createResolver, type ProxyFixOptions, type Issue, type RequestFacts } from "../../src/index.js";
import { httpCaptures } from "../vectors/captures.js";
import { factsOfEnviron, werkzeugVectors } from "../vectors/werkzeug-vectors.js";
import type { Transport } from "./stage.js";
import type { Layer } from "./subject.js";
import { pairLines } from "./seen.js";
import type { HeaderLine } from "./wire.js";

/** A recorded case as a request over a real socket. */
export interface Recorded {
  readonly name: string;
  readonly over: Transport;
  /** The peer's address, which replaces the socket's own. */
  readonly peer: string | undefined;
  readonly options: ProxyFixOptions;
  readonly lines: readonly HeaderLine[];
  readonly expected: {
    readonly clientAddress?: string | undefined;
    readonly proto: "http" | "https";
    readonly host?: string | undefined;
    readonly prefix: string;
    readonly issues: readonly Issue[];
  };
}

type Expected = Recorded["expected"];

/** Characters that a request over HTTP cannot contain: the parser refuses them. */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

const isSendable = ({ lines }: Recorded): boolean => !lines.some(([, value]) => UNSENDABLE.test(value));

function toLines(headers: RequestFacts["headers"]): HeaderLine[] {
  return Object.entries(headers).flatMap(([name, value]: [string, string | readonly string[]]) =>
    (typeof value === "string" ? [value] : value).map((each): HeaderLine => [name, each]),
  );
}

/** A case known from another system. */
interface PeerVector {
  readonly name: string;
  readonly facts: RequestFacts;
  readonly options: Readonly<Record<string, unknown>>;
  readonly expected: Expected;
}

/** JSON has no Infinity. An empty list of trusted peers is an error here: one without the peer replaces it. */
export function readPeerOptions(options: PeerVector["options"]): ProxyFixOptions {
  const entries = Object.entries(options).map(([name, value]) => {
    if (value === "Infinity") return [name, Number.POSITIVE_INFINITY];
    return [name, Array.isArray(value) && value.length === 0 ? ["198.51.100.99"] : value];
  });
  return Object.fromEntries(entries) as ProxyFixOptions;
}

const file = new URL("../../vectors/peers.json", import.meta.url);

/** The cases known from other systems. */
export const peerVectors: readonly PeerVector[] = (
  JSON.parse(readFileSync(file, "utf8")) as { vectors: readonly PeerVector[] }
).vectors;

const peers = peerVectors.map(({ name, facts, options, expected }): Recorded => {
  const lines = toLines(facts.headers);
  return { name, over: "http", peer: facts.peerAddress, options: readPeerOptions(options), lines, expected };
});

const werkzeug = werkzeugVectors.flatMap(({ name, options, environ, design, environOnly }): Recorded[] => {
  const facts = factsOfEnviron(environ);
  // Only a gateway has a mount point, and a host from the server's own configuration.
  if (design.optionError === true || environOnly === true || facts.prefix !== "") return [];
  const over = facts.encrypted === true ? "https" : "http";
  return [
    { name, over, peer: facts.peerAddress, options, lines: toLines(facts.headers), expected: design as Expected },
  ];
});

const captures = httpCaptures.map(({ name, proxy, app, hops }): Recorded => {
  // This suite sets the headers that close or frame the connection itself.
  const lines = pairLines(app.rawHeaders ?? []).filter(([key]) => !/^(connection|keep-alive|upgrade|te|transfer-encoding|content-length)$/i.test(key)); // prettier-ignore
  const headers: Record<string, string[]> = {};
  for (const [key, value] of lines) (headers[key.toLowerCase()] ??= []).push(value);
  const peer = app.via === "unix" ? undefined : (app.remoteAddress ?? undefined);
  const { host, ...others } = headers;
  const facts = { ...others, ...(host?.[0] === undefined ? {} : { host: host[0] }) };
  // Other tests compare the core with the truth of these captures; here the adapters are compared with the core.
  const expected = createResolver(hops)({ headers: facts, peerAddress: peer ?? "unix" });
  return {
    name: `${proxy}: ${name}`,
    over: app.via === "unix" ? "unix" : "http",
    peer,
    options: hops,
    lines,
    expected,
  };
});

/** The recorded cases, by source. */
export const recordings: readonly { readonly source: string; readonly cases: readonly Recorded[] }[] = [
  { source: "cases known from other systems", cases: peers.filter(isSendable) },
  { source: "inputs of Werkzeug's vectors", cases: werkzeug.filter(isSendable) },
  { source: "captures of real proxies", cases: captures.filter(isSendable) },
];

/** Creates a function that returns the layers of options: the same ones for the same options. */
export function createLayers(): (options: ProxyFixOptions) => readonly Layer[] {
  const known = new Map<string, readonly Layer[]>();
  return (options) => {
    const key = JSON.stringify(Object.entries(options).map(([name, value]) => [name, String(value)]));
    const layers = known.get(key) ?? [{ fix: options }];
    known.set(key, layers);
    return layers;
  };
}
