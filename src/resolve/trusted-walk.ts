import { formatAddress, type IpAddress } from "../grammar/address.js";
import { findCanonicalIpv4 } from "../grammar/canonical.js";
import { findElementStart, parseElement, UNBALANCED } from "../grammar/forwarded.js";
import { createGroups } from "../grammar/ipv6.js";
import { dropBlanks, findItemStart, skipBlanks } from "../grammar/list.js";
import { forwardedNode, listedNode, viewerNode } from "../grammar/node.js";
import type { CompiledOptions } from "../options/compile-options.js";
import type { RequestFacts } from "../resolution.js";
import type { CompiledTrust } from "../trust/trust.js";
import { readHeader } from "../options/read-header.js";

/** A header to which each hop adds an entry that names its own peer. Entries are counted from the right, from 1. */
export interface Chain {
  /** Finds the offset at which the entry that ends at `end` begins, or UNBALANCED. */
  readonly findEntryStart: (text: string, end: number) => number;
  /** Parses the address in an entry; undefined if the entry contains none. */
  readonly parseIp: (text: string, start: number, end: number, groups?: number[]) => IpAddress | undefined;
}

/** X-Forwarded-For: each item is a node. */
export const forChain: Chain = { findEntryStart: findItemStart, parseIp: listedNode.parseIp };

/** CloudFront-Viewer-Address in the place of X-Forwarded-For. */
const viewerChain: Chain = { findEntryStart: findItemStart, parseIp: viewerNode.parseIp };

/** Returns the chain that replaces, or is, X-Forwarded-For. */
export function findForChain({ node }: CompiledOptions): Chain {
  return node === viewerNode ? viewerChain : forChain;
}

/** Forwarded: the `for` of each element is a node. */
export const forwardedChain: Chain = {
  findEntryStart: findElementStart,
  parseIp: (text, start, end, groups) => {
    const node = parseElement(text, start, end)?.for;
    return node === undefined ? undefined : forwardedNode.parseIp(node, 0, node.length, groups);
  },
};

/** The proxies that are believed, and the entry of the chain at which the walk over them stopped. */
export interface Walk {
  /** How many proxies are believed, the peer included; 0 if it is not trusted, Infinity if the counts are exact. */
  readonly depth: number;
  /** How many of them have made a statement: the number of entries if the chain is shorter; 1 or more. */
  readonly stated: number;
  /** The entry that contains the client. */
  readonly hop: number;
  /** The offset at which its address begins, if it is known to be a canonical one; -1 otherwise. */
  readonly start: number;
  /** The offset past that entry, untrimmed. */
  readonly end: number;
}

const UNTRUSTED: Walk = { depth: 0, stated: 0, hop: 0, start: -1, end: 0 };
const EXACT: Walk = { depth: Infinity, stated: Infinity, hop: 0, start: -1, end: 0 };

/** The trusted peer alone: its chain is missing or not read. */
const PEER_ALONE: Walk = { depth: 1, stated: 1, hop: 1, start: -1, end: 0 };

/** Checks the peer, and walks outward from it if the options have trustedProxies (rules R2 and R3). */
export function walkTrusted(options: CompiledOptions, { headers, peerAddress }: RequestFacts): Walk {
  const { trust, walk, forwarded, xFor, readers } = options;
  if (trust === undefined) return EXACT;
  if (walk === undefined) return trust.trustsPeer(peerAddress) ? EXACT : UNTRUSTED;
  const groups = createGroups();
  if (!walk.trustsPeer(peerAddress, groups)) return UNTRUSTED;
  const chain = forwarded > 0 ? forwardedChain : findForChain(options);
  const count = Math.max(forwarded, xFor);
  const text = forwarded > 0 ? readHeader(headers, "forwarded") : readers.for(headers);
  return text === undefined || count === 0 ? PEER_ALONE : walkChain(chain, text, count, options, groups);
}

/**
 * Walks outward from the trusted peer as long as the entry met is a trusted proxy's
 * (docs/reference/rules.md#r3-trusted-proxies).
 *
 * @param text - the joined header
 * @param count - how many entries are believed at most
 */
function walkChain(
  chain: Chain,
  text: string,
  count: number,
  { walk, maxHops }: CompiledOptions,
  groups: number[],
): Walk {
  let depth = 1;
  let stated = 1;
  let hop = 1;
  let end = text.length;
  let canonical = -1;
  while (depth < maxHops) {
    canonical = chain === forChain ? findCanonicalIpv4(text, end, groups) : -1;
    const start = canonical < 0 ? chain.findEntryStart(text, end) : findItemStart(text, canonical);
    const address = canonical < 0 ? parseEntry(chain, text, start, end, groups) : groups[6]! * 65536 + groups[7]!;
    if (address === undefined || !walk!.trustsHop(address, hop)) break;
    depth += 1;
    stated = start === 0 ? hop : depth;
    // The client is the last counted entry, or the furthest one, even if it is trusted.
    if (depth > count || start === 0) break;
    hop = depth;
    end = start - 1;
    canonical = -1;
  }
  return { depth, stated, hop, start: canonical, end };
}

/** Parses the address in the untrimmed entry between two offsets; undefined if it contains none, or is UNBALANCED. */
export function parseEntry(
  chain: Chain,
  text: string,
  start: number,
  end: number,
  groups?: number[],
): IpAddress | undefined {
  if (start === UNBALANCED) return undefined;
  const first = skipBlanks(text, start, end);
  return chain.parseIp(text, first, dropBlanks(text, first, end), groups);
}

/** Returns whether an entry of a chain, which exists, is a trusted proxy's. */
export function isTrustedHop(chain: Chain, text: string, hop: number, trust: CompiledTrust): boolean {
  const end = findEntryEnd(chain, text, hop);
  const address = parseEntry(chain, text, chain.findEntryStart(text, end), end);
  return address !== undefined && trust.trustsHop(address, hop);
}

/** The chain has fewer entries than the option counts. */
export const TOO_SHORT = -1;
/** Quotes do not balance before the counted entry. */
export const UNREADABLE = -2;

/** Finds the offset past the client's entry: the walk stopped there, or it is counted; TOO_SHORT or UNREADABLE. */
export function findClientEnd(chain: Chain, text: string, walk: Walk, count: number): number {
  return walk === EXACT ? findEntryEnd(chain, text, count) : walk.end;
}

/** Returns how many entries of a chain are believed, the client's included. */
export function countBelieved(walk: Walk, count: number): number {
  return walk === EXACT ? count : walk.hop;
}

function findEntryEnd(chain: Chain, text: string, hop: number): number {
  let end = text.length;
  for (let entry = 1; entry < hop; entry += 1) {
    const start = chain.findEntryStart(text, end);
    if (start === UNBALANCED) return UNREADABLE;
    if (start === 0) return TOO_SHORT;
    end = start - 1;
  }
  return end;
}

/** Lists the addresses of the last `length` entries, which exist, the furthest first; an entry may contain none. */
export function listAddresses(chain: Chain, text: string, length: number): string[] {
  const addresses: string[] = [];
  let end = text.length;
  for (let entry = 1; entry <= length; entry += 1) {
    const start = chain.findEntryStart(text, end);
    const address = parseEntry(chain, text, start, end);
    if (address !== undefined) addresses.push(formatAddress(address));
    end = start - 1;
  }
  return addresses.reverse();
}
