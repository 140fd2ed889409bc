import { ProxyFixRefusal } from "./errors.js";
import { createIssues, UNTRUSTED_PEER, type HeaderIssues } from "./issues.js";
import { compilePlan, type Plan } from "./options-plan.js";
import type { ProxyFixOptions } from "./options.js";
import { BELIEVED, ResolutionRecord } from "./record.js";
import type { Issue, RequestFacts, Resolution } from "./resolution.js";
import { resolveClient, takePeer } from "./resolver-client.js";
import { resolveForwarded } from "./resolver-forwarded.js";
import { takePlain } from "./resolver-plain.js";
import { settleHost, takeConnectionHost, takeHost } from "./resolver-host.js";
import { findPlainHost } from "./values/host.js";
import { dropBlanks, findItemEnd, findItemStart, isItemStart, skipBlanks } from "./values/list.js";
import { parsePort } from "./values/port.js";
import { parsePrefix } from "./values/prefix.js";

/** Resolves requests by options that were checked once. A pure function: no I/O, no clock, its input left alone. */
export type Resolver = (facts: RequestFacts) => Resolution;

/**
 * Creates a resolver: the options are checked and compiled once, here, and never again.
 *
 * Use it where requests come by the thousand; an adapter does it for you. For one request, as in a unit test, there is
 * {@link resolve}.
 *
 * Security: the resolver believes what the options say. A count of one too many, and the client writes the answer.
 *
 * @param options - which headers to believe, and from whom; see {@link ProxyFixOptions}
 * @returns a function of the request's facts; it throws {@link ProxyFixRefusal} where `strict` or `allowedHosts` refuse
 *   the request, and nothing else
 * @throws {ProxyFixOptionsError} if an option is unknown, wrong, empty, or contradicts another
 * @example
 * const resolver = createResolver({ xProto: 1, xHost: 1 });
 * resolver({ headers: { "x-forwarded-for": "203.0.113.7" }, peerAddress: "10.0.0.1" }).clientAddress; // "203.0.113.7"
 */
export function createResolver(options: ProxyFixOptions = {}): Resolver {
  const plan = compilePlan(options);
  return (facts) => resolveRecord(plan, facts);
}

/**
 * Resolves one request.
 *
 * Checks the options each time: for a unit test or a script. Where requests come by the thousand, use
 * {@link createResolver}.
 *
 * @param facts - what is known of the request: its headers and its connection
 * @param options - which headers to believe, and from whom
 * @returns the client's address, scheme, host, port and prefix; a fact that cannot be known is undefined, and `issues`
 *   says why
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @throws {ProxyFixRefusal} if `strict` or `allowedHosts` refuse the request
 * @example
 * resolve({ headers: { host: "app:3000", "x-forwarded-host": "example.com" } }, { xHost: 1 }).host; // "example.com"
 */
export function resolve(facts: RequestFacts, options: ProxyFixOptions = {}): Resolution {
  return resolveRecord(compilePlan(options), facts);
}

/**
 * Resolves a request by a compiled plan; the one algorithm behind everything public. A rule that changes here changes in
 * resolver-plain.ts as well, where usual requests of a server are resolved, which raise no issue.
 */
export function resolveRecord(plan: Plan, facts: RequestFacts): ResolutionRecord {
  const record = startRecord(facts);
  if (plan.trust !== undefined && !plan.trust.trustsPeer(facts.peerAddress)) {
    record.addIssue(UNTRUSTED_PEER);
    takePeer(facts, record);
    takeConnectionHost(facts.headers, record);
  } else if (!plan.isPlain || !takePlain(plan, facts.headers, record)) {
    const depth = plan.forwarded > 0 ? resolveForwarded(plan, facts, record) : resolveFamily(plan, facts, record);
    if (plan.xPort > 0) resolvePort(plan, facts, record, Math.min(plan.xPort, depth));
    if (plan.xPrefix > 0) resolvePrefix(plan, facts, record, Math.min(plan.xPrefix, depth));
  }
  settleHost(record);
  if (plan.strict !== false && record.issues.length > 0) refuseIssues(plan.strict, facts, record);
  if (plan.isAllowedHost !== undefined && !plan.isAllowedHost(record.hostname)) refuseHost(plan, facts, record);
  return record;
}

function startRecord(facts: RequestFacts): ResolutionRecord {
  return new ResolutionRecord(facts.encrypted === true ? "https" : "http", facts.prefix ?? "");
}

/** Resolves address, proto and host from the X-Forwarded-* family. */
function resolveFamily(plan: Plan, facts: RequestFacts, record: ResolutionRecord): number {
  const depth = resolveClient(plan, facts, record);
  if (plan.xProto > 0) resolveProto(plan, facts, record, Math.min(plan.xProto, depth));
  if (plan.xHost > 0) resolveHost(plan, facts, record, Math.min(plan.xHost, depth));
  else takeConnectionHost(facts.headers, record);
  return depth;
}

function resolveProto(plan: Plan, facts: RequestFacts, record: ResolutionRecord, n: number): void {
  const text = plan.readers.proto(facts.headers);
  // Nearly every request says one of two words: behind trusted networks, a sixth of a resolution is saved.
  const isWord = n === 1 && !plan.readsOnOff && (text === "https" || text === "http");
  const proto = isWord ? text : parseValue(text, n, plan.parseProto, plan.issues.proto, record);
  if (proto === undefined) return;
  record.proto = proto;
  record.believe(BELIEVED.proto);
}

function resolveHost(plan: Plan, facts: RequestFacts, record: ResolutionRecord, n: number): void {
  const text = plan.readers.host(facts.headers);
  const end = findValueEnd(text, n, plan.issues.host, record);
  if (end < 0 || text === undefined) {
    takeConnectionHost(facts.headers, record);
    return;
  }
  const plain = findPlainHost(text, end);
  if (plain >= 0 && isItemStart(text, plain)) {
    record.hostname = text.slice(plain, end);
    record.believe(BELIEVED.host);
    return;
  }
  const start = skipBlanks(text, findItemStart(text, end), end);
  const stop = dropBlanks(text, start, end);
  if (takeHost(text, start, stop, record)) record.believe(BELIEVED.host);
  else record.addIssue(start === stop ? plan.issues.host.empty : plan.issues.host.invalid);
}

function resolvePort(plan: Plan, facts: RequestFacts, record: ResolutionRecord, n: number): void {
  const text = plan.readers.port(facts.headers);
  const port = parseValue(text, n, parsePort, plan.issues.port, record);
  if (port === undefined) return;
  record.port = port;
  record.believe(BELIEVED.port);
}

function resolvePrefix(plan: Plan, facts: RequestFacts, record: ResolutionRecord, n: number): void {
  const text = plan.readers.prefix(facts.headers);
  const prefix = parseValue(text, n, parsePrefix, plan.issues.prefix, record);
  if (prefix === undefined) return;
  record.prefix = prefix;
  record.believe(BELIEVED.prefix);
}

/** Parses the n-th value from the right; undefined, with the reason noted, where it is not there or not good. */
function parseValue<Value>(
  text: string | undefined,
  n: number,
  parse: (text: string, start: number, end: number) => Value | undefined,
  issues: HeaderIssues,
  record: ResolutionRecord,
): Value | undefined {
  const end = findValueEnd(text, n, issues, record);
  if (end < 0 || text === undefined) return undefined;
  const start = skipBlanks(text, findItemStart(text, end), end);
  const stop = dropBlanks(text, start, end);
  const value = parse(text, start, stop);
  if (value === undefined) record.addIssue(start === stop ? issues.empty : issues.invalid);
  return value;
}

/** Finds the n-th value from the right: the offset past it, untrimmed, or -1 with the reason noted. */
function findValueEnd(text: string | undefined, n: number, issues: HeaderIssues, record: ResolutionRecord): number {
  const end = text === undefined ? -1 : findItemEnd(text, n);
  if (end < 0) record.addIssue(text === undefined ? issues.absent : issues["short-chain"]);
  return end;
}

/** Refuses the request if one of its issues is not to be had: 403 for a peer that is not trusted, which wins, else 400. */
function refuseIssues(strict: Exclude<Plan["strict"], false>, facts: RequestFacts, record: ResolutionRecord): void {
  const refused = record.issues.filter((issue) => isRefused(strict, issue, facts));
  if (refused.length === 0) return;
  throw new ProxyFixRefusal(
    refused.includes(UNTRUSTED_PEER) ? 403 : 400,
    record.issues,
    resolveConnection(facts, record.issues),
  );
}

/** A judge that throws, or does not answer false, refuses: what guards a request fails shut. */
function isRefused(strict: Exclude<Plan["strict"], false>, issue: Issue, facts: RequestFacts): boolean {
  if (strict === true) return true;
  try {
    const verdict: unknown = strict(issue, facts);
    // A promise refuses like anything but false; that it fails later must not end the process.
    if (verdict instanceof Promise) verdict.catch(() => {});
    return verdict !== false;
  } catch {
    return true;
  }
}

function refuseHost(plan: Plan, facts: RequestFacts, record: ResolutionRecord): never {
  const believed = plan.forwarded > 0 ? "forwarded" : plan.names.host;
  const header = record.isBelieved(BELIEVED.host) ? believed : "host";
  const issues = [...record.issues, createIssues(header)["host-not-allowed"]];
  throw new ProxyFixRefusal(400, issues, resolveConnection(facts, issues));
}

/** Resolves by the connection alone: nothing in it comes from a forwarding header. */
export function resolveConnection(facts: RequestFacts, issues: readonly Issue[]): ResolutionRecord {
  const record = startRecord(facts);
  takePeer(facts, record);
  takeConnectionHost(facts.headers, record);
  settleHost(record);
  record.issues = issues;
  return record;
}
