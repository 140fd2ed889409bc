import { ProxyFixOptionsError } from "../errors.js";
import { parseCanonicalProto } from "../grammar/canonical.js";
import { parsePort } from "../grammar/port.js";
import { LONGEST_PREFIX, parsePrefix } from "../grammar/prefix.js";
import { compileOptions, type CompiledOptions } from "../options/compile-options.js";
import { UNTRUSTED_PEER } from "../options/issues.js";
import type { ProxyFixOptions } from "../options/options.js";
import type { RequestFacts, Resolution } from "../resolution.js";
import { BelievedResolution } from "./believed-resolution.js";
import { resolveClient } from "./client.js";
import { resolveForwarded } from "./forwarded.js";
import { resolveHost, setConnectionHost } from "./host.js";
import { refuseHost, refuseIssues, resolveConnection } from "./refuse.js";
import { parseCounted, takeFacts } from "../options/read-header.js";
import { walkTrusted, type Walk } from "./trusted-walk.js";

/** Resolves requests by options that were validated once. A pure function: no I/O, no clock, no change to its input. */
export type Resolver = (facts: RequestFacts) => Resolution;

/**
 * Creates a resolver: the options are validated and compiled once, here.
 *
 * Use it for many requests; an adapter does it for you. For one request, as in a unit test, use {@link resolve}.
 *
 * Security: the resolver believes the headers that the options name. With a count of one too many, the client writes
 * the result.
 *
 * @param options - which headers to believe, and from whom; see {@link ProxyFixOptions}
 * @returns a function of the request's facts; it throws {@link ProxyFixRefusal} if `strict` or `allowedHosts` refuse
 *   the request, and nothing else
 * @throws {ProxyFixOptionsError} if an option is unknown, wrong, empty, or contradicts another
 * @example
 * const resolver = createResolver({ trustedPeers: "10.0.0.1" });
 * resolver({ headers: { "x-forwarded-for": "203.0.113.7" }, peerAddress: "10.0.0.1" }).clientAddress; // "203.0.113.7"
 */
export function createResolver(options: ProxyFixOptions = {}): Resolver {
  const compiled = compileOptions(options);
  return (facts: RequestFacts, second?: unknown) => {
    checkSecond(second);
    return resolveRequest(compiled, facts);
  };
}

/**
 * Checks the second argument of a resolver: `map` passes a number, frameworks and servers a response or a function, and
 * would wait for an answer for ever.
 */
function checkSecond(second: unknown): void {
  if (typeof second !== "object" && typeof second !== "function") return;
  throw new ProxyFixOptionsError(
    "resolver",
    "was called with two arguments; a resolver is no middleware: it receives the facts of a request alone; import proxyFix " +
      "from proxyfix/express, proxyfix/koa, proxyfix/fastify or proxyfix/node",
  );
}

/**
 * Resolves one request.
 *
 * Validates the options at each call: for a unit test or a script. For many requests, use {@link createResolver}.
 *
 * @param facts - the headers of the request and its connection
 * @param options - which headers to believe, and from whom
 * @returns the client's address, scheme, host, port and prefix; a fact that cannot be known is undefined, and `issues`
 *   contains the reason
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @throws {ProxyFixRefusal} if `strict` or `allowedHosts` refuse the request
 * @example
 * resolve({ headers: { host: "Example.com" } }, { trustedPeers: "10.0.0.1" }).host; // "example.com"
 */
export function resolve(facts: RequestFacts, options: ProxyFixOptions = {}): Resolution {
  return resolveRequest(compileOptions(options), facts);
}

/** Resolves a request by compiled options: the one algorithm behind everything public. */
export function resolveRequest(options: CompiledOptions, received: RequestFacts): BelievedResolution {
  const facts = takeFacts(received);
  const walk = walkTrusted(options, facts);
  const resolution = walk.depth === 0 ? resolveUntrusted(facts) : resolveTrusted(options, facts, walk);
  if (options.strict !== false && resolution.issues.length > 0) refuseIssues(options.strict, facts, resolution);
  if (options.isAllowedHost?.(resolution.hostname) === false) refuseHost(options, facts, resolution);
  return resolution;
}

/** Resolves a request of a peer that is not trusted. */
function resolveUntrusted(facts: RequestFacts): BelievedResolution {
  const resolution = resolveConnection(facts);
  resolution.issues = [UNTRUSTED_PEER, ...resolution.issues];
  return resolution;
}

/** Resolves a request of a trusted peer. The order is that of the issues: client, proto, host, port, prefix. */
function resolveTrusted(options: CompiledOptions, facts: RequestFacts, walk: Walk): BelievedResolution {
  const resolution = new BelievedResolution(facts);
  if (options.forwarded > 0) {
    resolveForwarded(options, facts, walk, resolution);
  } else {
    resolveClient(options, facts, walk, resolution);
    if (options.xProto > 0) resolveProto(options, facts, walk.stated, resolution);
    if (options.xHost > 0) resolveHost(options, facts, walk.stated, resolution);
    else setConnectionHost(facts, resolution);
  }
  if (options.xPort > 0) resolvePort(options, facts, walk.stated, resolution);
  if (options.xPrefix > 0) resolvePrefix(options, facts, walk.stated, resolution);
  return resolution.finish();
}

function resolveProto(
  options: CompiledOptions,
  { headers }: RequestFacts,
  stated: number,
  resolution: BelievedResolution,
): void {
  const text = options.readers.proto(headers);
  const count = Math.min(options.xProto, stated);
  const isShortcut = text !== undefined && count === 1 && !options.hasOnOff;
  const proto =
    (isShortcut ? parseCanonicalProto(text) : undefined) ??
    parseCounted(text, count, options.parseProto, options.issues.proto, resolution);
  if (proto !== undefined) resolution.setProto(proto);
}

function resolvePort(
  options: CompiledOptions,
  facts: RequestFacts,
  stated: number,
  resolution: BelievedResolution,
): void {
  const text = options.readers.port(facts.headers);
  const port = parseCounted(text, Math.min(options.xPort, stated), parsePort, options.issues.port, resolution);
  if (port !== undefined) resolution.setPort(port);
}

/** Joins the values of the proxies that strip a part of the path, outermost first (docs/reference/rules.md#r9-prefix). */
function resolvePrefix(
  options: CompiledOptions,
  { headers }: RequestFacts,
  stated: number,
  resolution: BelievedResolution,
): void {
  const text = options.readers.prefix(headers);
  const issues = options.issues.prefix;
  const count = Math.min(options.xPrefix, stated);
  let prefix = "";
  for (let hop = count; hop > 0; hop -= 1) {
    const value = parseCounted(text, hop, parsePrefix, issues, resolution);
    if (value === undefined) return;
    prefix += value;
  }
  if (prefix.length > LONGEST_PREFIX) resolution.addIssue(issues.invalid);
  else resolution.setPrefix(prefix);
}
