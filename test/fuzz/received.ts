/** A request as Node received it, and the answer to it by the rules. */
import type { NodeOptions } from "../../src/adapters/node.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import { pairLines } from "../contract/seen.js";
import type { HeaderLine } from "../contract/wire.js";
import { ownProperties, type ReferenceRequest } from "../reference/request.js";
import { parseHost } from "../reference/host.js";
import { isSameHost, referenceResolve, type ReferenceResolution } from "../reference/resolve.js";
import { readTarget } from "../reference/target.js";
import { coveredBy, valuesByRules } from "../request/expected-by-rules.js";

/** A request as Node's parser made it, before any other code ran. */
export interface Received {
  readonly method: string;
  readonly target: string;
  readonly version: 1 | 2;
  /** The major version that the request contains: text of the client in HTTP/1, whose parser also accepts 0.9 and 2.0. */
  readonly claimedVersion: number;
  readonly peerAddress: string | undefined;
  readonly peerPort: number | undefined;
  /** Name and value in turn. */
  readonly rawHeaders: readonly string[];
  readonly headers: HeaderFields;
}

/** All that an application may read of a request's headers. */
export interface View {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly rawHeaders: readonly string[];
  /** Undefined for HTTP/2. */
  readonly headersDistinct: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Node's parser drops header lines after this number of them. */
const MOST_LINES = 1000;

/** Returns the facts of a request (R7): several Host lines are a list, and a target may contain an authority. */
export function factsOf({
  method,
  target,
  claimedVersion,
  peerAddress,
  peerPort,
  rawHeaders,
  headers,
}: Received): ReferenceRequest {
  const hosts = pairLines(rawHeaders).filter(([name]) => name.toLowerCase() === "host");
  const own = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  // A malformed target is an authority that fails its grammar.
  const { authority } = readTarget(method, target, claimedVersion) ?? { authority: "" };
  return {
    headers: (hosts.length > 1
      ? { ...own, host: hosts.map(([, value]) => value) }
      : own) as ReferenceRequest["headers"],
    peerAddress,
    peerPort,
    encrypted: false,
    ...(authority === undefined ? {} : { authority }),
  };
}

/** Returns the resolution of a request by the rules, or the status of its refusal. */
export function outcomeByRules(
  received: Received,
  options: NodeOptions,
): ReferenceResolution | { readonly refused: 400 | 403 | 431 } {
  const { method, target, version, claimedVersion, rawHeaders } = received;
  if (version === 1 && rawHeaders.length >= 2 * MOST_LINES) return { refused: 431 };
  if (readTarget(method, target, claimedVersion) === undefined) return { refused: 400 };
  const facts = factsOf(received);
  const outcome = referenceResolve(facts, options);
  return "refused" in outcome || agrees(facts.authority, outcome.host) ? outcome : { refused: 400 };
}

/** Returns whether the authority of a target is that of the resolved host (R7, 13); one that is missing agrees. */
function agrees(authority: string | undefined, host: string | undefined): boolean {
  if (authority === undefined || host === undefined) return true;
  const stated = parseHost(authority);
  return stated !== undefined && isSameHost(stated, parseHost(host));
}

/** Returns the headers that the application sees by the rules, if the request is not refused. */
export function viewByRules(received: Received, options: NodeOptions): View {
  const { headers, rawHeaders, version } = received;
  if (options.forwardedHeaders === "keep") return createView(headers, rawHeaders, version);
  const isCovered = coveredBy(options);
  const values = valuesByRules(factsOf(received), options);
  const fields = Object.entries(headers).flatMap(([name, value]) => {
    if (!isCovered(name)) return [[name, value]];
    return values.has(name) ? [[name, values.get(name)]] : [];
  });
  const host = values.get("host");
  const all = host === undefined || "host" in headers ? fields : [...fields, ["host", host]];
  return createView(Object.fromEntries(all) as HeaderFields, listLines(received, isCovered, values), version);
}

/** A covered header has one line with its value: its first line, in its place and case. A missing Host is added. */
function listLines(
  { rawHeaders, claimedVersion }: Received,
  isCovered: (name: string) => boolean,
  values: ReadonlyMap<string, string>,
): readonly string[] {
  const written = new Set<string>();
  const lines = pairLines(rawHeaders).flatMap(([name, value]): HeaderLine[] => {
    const key = name.toLowerCase();
    if (!isCovered(key)) return [[name, value]];
    const believed = values.get(key);
    if (believed === undefined || written.has(key)) return [];
    written.add(key);
    return [[name, believed]];
  });
  const host = values.get("host");
  if (host !== undefined && !written.has("host")) lines.push([claimedVersion === 1 ? "Host" : "host", host]);
  return lines.flat();
}

function createView(headers: HeaderFields, rawHeaders: readonly string[], version: 1 | 2): View {
  const distinct: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of pairLines(rawHeaders)) (distinct[name.toLowerCase()] ??= []).push(value);
  return {
    headers: ownProperties(headers),
    rawHeaders: [...rawHeaders],
    headersDistinct: version === 1 ? distinct : undefined,
  };
}

/** Reads the same of a request. */
export function readView(req: View & { readonly headers: object }): View {
  return {
    headers: ownProperties(req.headers as Record<string, unknown>),
    rawHeaders: [...req.rawHeaders],
    headersDistinct: req.headersDistinct === undefined ? undefined : ownProperties(req.headersDistinct),
  };
}
