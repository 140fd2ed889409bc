import { findEntryEnd, forChain, walkChain } from "./chain.js";
import { readHeader } from "./headers.js";
import type { SingleHeader } from "./options-client-address.js";
import type { Plan } from "./options-plan.js";
import { BELIEVED, type ResolutionRecord } from "./record.js";
import type { RequestFacts } from "./resolution.js";
import type { CompiledTrust } from "./trust/trust.js";
import { dropBlanks, findItemStart, skipBlanks } from "./values/list.js";
import { parseNode, parseNodePort, parsePeer } from "./values/node.js";
import { findPlainAddress } from "./values/plain-address.js";

/**
 * Resolves the client's address from X-Forwarded-For, or from the header that replaces it.
 *
 * @returns how many proxies may be believed, for the other headers: Infinity where counts are exact
 */
export function resolveClient(plan: Plan, facts: RequestFacts, record: ResolutionRecord): number {
  const header = plan.clientAddressHeader;
  if (header !== undefined && header.from === undefined) {
    if (!resolveSingle(header, facts, record)) {
      record.addIssue(header.issues.absent);
      takePeerUnlessProxied(plan, header.name, facts, record);
    }
    return Infinity;
  }
  const text = plan.xFor === 0 ? undefined : plan.readers.for(facts.headers);
  const depth = measureDepth(plan, text);
  if (header?.from === undefined || !isFrom(header.from, facts, text, depth)) {
    resolveFor(plan, facts, record, text, depth);
  } else if (resolveSingle(header, facts, record)) {
    if (text !== undefined) record.keepChain(forChain, text, depth - 1);
  } else {
    resolveFor(plan, facts, record, text, depth);
    record.addIssue(header.issues.absent);
  }
  return depth;
}

/** Takes the connection's own word for the client: the peer is the client. */
export function takePeer(facts: RequestFacts, record: ResolutionRecord): void {
  const peer = facts.peerAddress;
  // "unix" is no address, and none is known. Programs without types pass null.
  record.clientAddress = typeof peer === "string" ? parsePeer(peer) : undefined;
  if (record.clientAddress !== undefined) record.clientPort = facts.peerPort;
}

/**
 * Takes the peer for the client where the header is missing, unless the peer is known to be a proxy and the request
 * carries another forwarding header: then a proxy was at work and did not say, and its own address would be a lie.
 */
export function takePeerUnlessProxied(
  plan: Plan,
  missing: string,
  facts: RequestFacts,
  record: ResolutionRecord,
): void {
  if (plan.trust !== undefined) {
    for (const name of plan.forwardingHeaders) {
      if (name !== missing && readHeader(facts.headers, name) !== undefined) return;
    }
  }
  takePeer(facts, record);
}

function measureDepth(plan: Plan, text: string | undefined): number {
  if (!plan.walks || plan.trust === undefined) return Infinity;
  return text === undefined ? 1 : walkChain(forChain, plan.trust, text, plan.xFor, plan.reach);
}

/** Says whether the furthest trusted proxy reached, the peer or an entry, is among those that write a header. */
function isFrom(from: CompiledTrust, facts: RequestFacts, text: string | undefined, depth: number): boolean {
  if (depth === 1 || text === undefined) return from.trustsPeer(facts.peerAddress);
  const end = findEntryEnd(forChain, text, depth - 1);
  const start = skipBlanks(text, findItemStart(text, end), end);
  return from.trustsNode(text, start, dropBlanks(text, start, end), depth - 1);
}

function resolveFor(
  plan: Plan,
  facts: RequestFacts,
  record: ResolutionRecord,
  text: string | undefined,
  depth: number,
): void {
  if (plan.xFor === 0) {
    takePeer(facts, record);
    return;
  }
  if (text === undefined) {
    record.addIssue(plan.issues.for.absent);
    takePeerUnlessProxied(plan, plan.names.for, facts, record);
    return;
  }
  let entry = Math.min(plan.xFor, depth);
  let end = findEntryEnd(forChain, text, entry);
  // A walk that trusts every entry there is ends at the furthest.
  if (end < 0 && plan.walks) end = findEntryEnd(forChain, text, (entry -= 1));
  if (end < 0) {
    record.addIssue(plan.issues.for["short-chain"]);
    if (plan.trust === undefined) takePeer(facts, record);
    return;
  }
  if (takeEntry(plan, record, text, end)) record.keepChain(forChain, text, entry);
}

/** Takes the entry that ends at `end` for the client; false, with the reason noted, where it names no address. */
function takeEntry(plan: Plan, record: ResolutionRecord, text: string, end: number): boolean {
  const plain = findPlainAddress(text, end);
  if (plain >= 0) {
    record.clientAddress = text.slice(plain, end);
  } else {
    const start = skipBlanks(text, findItemStart(text, end), end);
    const stop = dropBlanks(text, start, end);
    record.clientAddress = parseNode(text, start, stop);
    if (record.clientAddress === undefined) {
      record.addIssue(start === stop ? plan.issues.for.empty : plan.issues.for.invalid);
      return false;
    }
    record.clientPort = parseNodePort(text, start, stop);
  }
  record.believe(BELIEVED.for);
  return true;
}

/** Resolves the client's address from the header that holds it alone; false where that header is missing. */
function resolveSingle(header: SingleHeader, facts: RequestFacts, record: ResolutionRecord): boolean {
  const text = readHeader(facts.headers, header.name);
  if (text === undefined) return false;
  const { issues } = header;
  const start = skipBlanks(text, 0, text.length);
  const stop = dropBlanks(text, start, text.length);
  record.clientAddress = parseNode(text, start, stop);
  if (record.clientAddress === undefined) {
    record.addIssue(text.includes(",") ? issues.duplicate : start === stop ? issues.empty : issues.invalid);
    return true;
  }
  record.clientPort = parseNodePort(text, start, stop);
  record.believe(BELIEVED.single);
  return true;
}
