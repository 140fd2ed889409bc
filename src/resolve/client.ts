import { findCanonicalIpv4 } from "../grammar/canonical.js";
import { cut, cutRest, dropBlanks, findItemStart, skipBlanks } from "../grammar/list.js";
import type { NodeParser } from "../grammar/node.js";
import { parsePeer } from "../grammar/address.js";
import type { SingleValuedHeader } from "../options/client-address-header.js";
import type { CompiledOptions } from "../options/compile-options.js";
import type { HeaderIssues } from "../options/issues.js";
import type { RequestFacts } from "../resolution.js";
import { BELIEVED, type BelievedResolution } from "./believed-resolution.js";
import { readHeader } from "../options/read-header.js";
import {
  countBelieved,
  findClientEnd,
  findForChain,
  forChain,
  isTrustedHop,
  type Chain,
  type Walk,
} from "./trusted-walk.js";

/** Sets the client by X-Forwarded-For, or by the clientAddressHeader instead (docs/reference/rules.md#r2-counts). */
export function resolveClient(
  options: CompiledOptions,
  facts: RequestFacts,
  walk: Walk,
  resolution: BelievedResolution,
): void {
  const { clientAddressHeader: header } = options;
  if (header === undefined) {
    setHop(options, facts, walk, resolution);
  } else if (header.from === undefined) {
    if (setSingleValue(header, facts, resolution)) return;
    resolution.addIssue(header.issues.absent);
    setPeerUnlessProxied(options, facts, resolution);
  } else if (!isWrittenByFurthest(options, facts, walk)) {
    setHop(options, facts, walk, resolution);
  } else if (setSingleValue(header, facts, resolution)) {
    const text = readChain(options, facts);
    if (text !== undefined) setCrossed(findForChain(options), text, walk, resolution);
  } else {
    setHop(options, facts, walk, resolution);
    resolution.addIssue(header.issues.absent);
  }
}

function readChain({ xFor, readers }: CompiledOptions, { headers }: RequestFacts): string | undefined {
  return xFor === 0 ? undefined : readers.for(headers);
}

/** Returns whether the furthest trusted proxy reached, the peer or an entry, writes the clientAddressHeader. */
function isWrittenByFurthest(options: CompiledOptions, facts: RequestFacts, { depth }: Walk): boolean {
  const from = options.clientAddressHeader!.from!;
  const text = readChain(options, facts);
  return depth === 1 || text === undefined
    ? from.trustsPeer(facts.peerAddress)
    : isTrustedHop(findForChain(options), text, depth - 1, from);
}

/** Sets the entry of X-Forwarded-For at which the walk stopped, or which the count names. */
function setHop(options: CompiledOptions, facts: RequestFacts, walk: Walk, resolution: BelievedResolution): void {
  if (options.xFor === 0) {
    setPeer(facts, resolution);
    return;
  }
  const text = options.readers.for(facts.headers);
  if (text === undefined) {
    resolution.addIssue(options.issues.for.absent);
    setPeerUnlessProxied(options, facts, resolution);
    return;
  }
  const chain = findForChain(options);
  const end = findClientEnd(chain, text, walk, options.xFor);
  if (end < 0) {
    resolution.addIssue(options.issues.for["short-chain"]);
    if (options.trust === undefined) setPeer(facts, resolution);
    return;
  }
  const canonical = walk.start < 0 && chain === forChain ? findCanonicalIpv4(text, end) : walk.start;
  const start = canonical < 0 ? findItemStart(text, end) : canonical;
  if (canonical < 0) setItem(text, start, end, options.node, options.issues.for, resolution);
  else resolution.setClient(cut(text, start, end), undefined, BELIEVED.for);
  // An entry that is not believed may be long: it is not kept.
  if (resolution.clientAddress !== undefined) {
    resolution.setChain(chain, cutRest(text, start), countBelieved(walk, options.xFor));
  }
}

/** Sets the entries of X-Forwarded-For that the walk found trusted as the chain behind a clientAddressHeader. */
function setCrossed(chain: Chain, text: string, { depth, hop, end }: Walk, resolution: BelievedResolution): void {
  // If the walk trusted every entry, it stopped at the furthest one; else at the one that begins before `end`.
  resolution.setChain(chain, cutRest(text, depth > hop ? 0 : end + 1), depth - 1);
}

/** Sets the node in the item between two offsets. */
function setItem(
  text: string,
  itemStart: number,
  end: number,
  node: NodeParser,
  issues: HeaderIssues,
  resolution: BelievedResolution,
): void {
  const start = skipBlanks(text, itemStart, end);
  const past = dropBlanks(text, start, end);
  const address = node.parse(text, start, past);
  if (address === undefined) resolution.addIssue(start === past ? issues.empty : issues.invalid);
  else resolution.setClient(address, node.parsePort(text, start, past), BELIEVED.for);
}

/** Sets the client that a single-valued header contains; returns false if that header is missing. */
function setSingleValue(header: SingleValuedHeader, facts: RequestFacts, resolution: BelievedResolution): boolean {
  const { issues, name, node } = header;
  const text = readHeader(facts.headers, name);
  if (text === undefined) return false;
  const start = skipBlanks(text, 0, text.length);
  const past = dropBlanks(text, start, text.length);
  const address = node.parse(text, start, past);
  if (address !== undefined) resolution.setClient(address, node.parsePort(text, start, past), BELIEVED.single);
  else if (text.includes(",")) resolution.addIssue(issues.duplicate);
  else resolution.addIssue(start === past ? issues.empty : issues.invalid);
  return true;
}

/** Sets the peer as the client. */
export function setPeer({ peerAddress, peerPort }: RequestFacts, resolution: BelievedResolution): void {
  // "unix" is no address. Programs without types pass null.
  const address = typeof peerAddress === "string" ? parsePeer(peerAddress) : undefined;
  if (address !== undefined) resolution.setClient(address, peerPort, 0);
}

/**
 * Sets the peer as the client if a header is missing. If the options vouch that the peer is a proxy and the request has
 * another sign of a proxy, the client stays undefined: a proxy was at work and did not name the client, and its own
 * address would be a lie.
 */
function setPeerUnlessProxied(options: CompiledOptions, facts: RequestFacts, resolution: BelievedResolution): void {
  const isPresent = (name: string): boolean => readHeader(facts.headers, name) !== undefined;
  if (options.trust === undefined || !options.signs.some(isPresent)) setPeer(facts, resolution);
}
