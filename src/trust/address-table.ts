import type { IpAddress } from "../grammar/address.js";
import type { Ipv6Groups } from "../grammar/ipv6.js";

/** A range of addresses, first and last included, as integers: 32 bits for IPv4, 128 for IPv6. */
export type Range = readonly [first: bigint, last: bigint];

/** Returns whether an address lies in a set of networks. */
export type AddressCheck = (address: IpAddress) => boolean;

/**
 * Creates a check that searches sorted, disjoint ranges by halving: a thousand networks cost little more than four.
 *
 * @param ipv4 - ranges of 32-bit integers, in any order
 * @param ipv6 - ranges of 128-bit integers, in any order
 */
export function createAddressCheck(ipv4: readonly Range[], ipv6: readonly Range[]): AddressCheck {
  const merged4 = mergeRanges(ipv4);
  const merged6 = mergeRanges(ipv6);
  const firsts = Uint32Array.from(merged4, ([first]) => Number(first));
  const lasts = Uint32Array.from(merged4, ([, last]) => Number(last));
  const firstWords = Uint32Array.from(merged6.flatMap(([first]) => splitWords(first)));
  const lastWords = Uint32Array.from(merged6.flatMap(([, last]) => splitWords(last)));
  return (address) =>
    typeof address === "number" ? hasValue(firsts, lasts, address) : hasGroups(firstWords, lastWords, address);
}

/** Sorts ranges and joins those that overlap. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const sorted = ranges.toSorted(([a], [b]) => Number(a - b));
  const merged: [bigint, bigint][] = [];
  for (const [first, last] of sorted) {
    const previous = merged.at(-1);
    if (previous === undefined || first > previous[1]) merged.push([first, last]);
    else if (last > previous[1]) previous[1] = last;
  }
  return merged;
}

function splitWords(address: bigint): number[] {
  return [96n, 64n, 32n, 0n].map((shift) => Number((address >> shift) & 0xffffffffn));
}

function hasValue(firsts: Uint32Array, lasts: Uint32Array, value: number): boolean {
  let low = 0;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (firsts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value <= lasts[low - 1]!;
}

function hasGroups(firstWords: Uint32Array, lastWords: Uint32Array, groups: Ipv6Groups): boolean {
  let low = 0;
  let high = firstWords.length >>> 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareGroups(groups, firstWords, middle) >= 0) low = middle + 1;
    else high = middle;
  }
  return low > 0 && compareGroups(groups, lastWords, low - 1) <= 0;
}

/** Compares an address with the one at a place of a table: the result is below 0 if the address is smaller. */
function compareGroups(groups: Ipv6Groups, words: Uint32Array, place: number): number {
  for (let word = 0; word < 4; word += 1) {
    const own = groups[word * 2]! * 65536 + groups[word * 2 + 1]!;
    const other = words[place * 4 + word]!;
    if (own !== other) return own - other;
  }
  return 0;
}
