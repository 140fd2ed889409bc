import { findElementStart, parseElement, UNBALANCED } from "./values/forwarded.js";
import { dropBlanks, findItemStart, skipBlanks } from "./values/list.js";
import { parseNode } from "./values/node.js";
import { findPlainAddress } from "./values/plain-address.js";
import type { CompiledTrust } from "./trust/trust.js";

/** A header in which each hop adds an entry that says from whom it took the request; entries count from the right. */
export interface Chain {
  /** Gives the offset where the entry that ends at `end` begins, or UNBALANCED where that cannot be told. */
  findEntryStart(text: string, end: number): number;
  /** Gives the offset where the entry that ends at `end` begins if it names a trusted proxy, else a negative number. */
  findTrustedStart(trust: CompiledTrust, text: string, end: number, hop: number): number;
  /** The addresses of the last `length` entries, which are there, the furthest first; one that names none is left out. */
  listAddresses(text: string, length: number): string[];
}

function createChain(
  findEntryStart: Chain["findEntryStart"],
  findTrustedStart: Chain["findTrustedStart"],
  parseAddress: (text: string, start: number, end: number) => string | undefined,
): Chain {
  const listAddresses = (text: string, length: number): string[] => {
    const addresses: string[] = [];
    let end = text.length;
    for (let entry = 1; entry <= length; entry += 1) {
      const start = findEntryStart(text, end);
      const first = skipBlanks(text, start, end);
      const address = parseAddress(text, first, dropBlanks(text, first, end));
      if (address !== undefined) addresses.push(address);
      end = start - 1;
    }
    return addresses.reverse();
  };
  return { findEntryStart, findTrustedStart, listAddresses };
}

const NOT_TRUSTED = -1;

/** X-Forwarded-For: each item is a node. */
export const forChain: Chain = createChain(
  findItemStart,
  (trust, text, end, hop) => {
    const plain = trust.isFunction ? -1 : findPlainAddress(text, end);
    if (plain >= 0) return trust.trustsPlain() ? findItemStart(text, plain) : NOT_TRUSTED;
    const start = findItemStart(text, end);
    const first = skipBlanks(text, start, end);
    return trust.trustsNode(text, first, dropBlanks(text, first, end), hop) ? start : NOT_TRUSTED;
  },
  parseNode,
);

/** Forwarded: the `for` of each element is a node. */
export const forwardedChain: Chain = createChain(
  findElementStart,
  (trust, text, end, hop) => {
    const start = findElementStart(text, end);
    if (start === UNBALANCED) return NOT_TRUSTED;
    const first = skipBlanks(text, start, end);
    const node = parseElement(text, first, dropBlanks(text, first, end))?.for;
    return node !== undefined && trust.trustsNode(node, 0, node.length, hop) ? start : NOT_TRUSTED;
  },
  (text, start, end) => {
    const node = parseElement(text, start, end)?.for;
    return node === undefined ? undefined : parseNode(node, 0, node.length);
  },
);

/**
 * Walks outward from the trusted peer while the entry met is a trusted proxy's (design rule: nearest first).
 *
 * @param text - the joined header
 * @param count - how many entries may be believed at all
 * @param reach - where to stop at the latest
 * @returns how many proxies spoke that are trusted, the peer included: 1 or more
 */
export function walkChain(chain: Chain, trust: CompiledTrust, text: string, count: number, reach: number): number {
  let depth = 1;
  let end = text.length;
  while (depth < reach && depth <= count && end >= 0) {
    const start = chain.findTrustedStart(trust, text, end, depth);
    if (start < 0) break;
    end = start - 1;
    depth += 1;
  }
  return depth;
}

/**
 * Finds the n-th entry from the right.
 *
 * @returns the offset past it, untrimmed; -1 where the chain is shorter, -2 where quotes do not balance before it
 */
export function findEntryEnd(chain: Chain, text: string, n: number): number {
  let end = text.length;
  for (let entry = 1; entry < n; entry += 1) {
    const start = chain.findEntryStart(text, end);
    if (start === UNBALANCED) return -2;
    if (start === 0) return -1;
    end = start - 1;
  }
  return end;
}
