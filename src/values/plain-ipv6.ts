import { groups } from "./ipv6.js";

/*
 * An IPv6 address in canonical form (RFC 5952 section 4), as nearly all are written: digits in lower case, no group with
 * leading zeros, "::" for the longest run of two zeros or more. One with two zeros beside each other elsewhere, and one with
 * an IPv4 tail, is left to the grammar; so are `::` and the IPv4-mapped ones, which are no IPv6 client's.
 */

const COLON = 58;
const MAPPED = 0xffff;

/**
 * Finds, from the right, the canonical IPv6 address that ends at `end`, and reads it into {@link groups}.
 *
 * It goes over the text once, where the grammar needs the item's bounds first, and compares with the canonical form in
 * the end.
 *
 * @returns the offset where the address begins; -1 where there is none, another spelling included
 */
export function findPlainIpv6(text: string, end: number): number {
  let at = end;
  let place = 8;
  let gap = -1;
  // The group to the right of the one that is read, "::" taken for a zero; there is none at first.
  let right = 1;
  if (isColon(text, at - 1) && isColon(text, at - 2)) {
    at -= 2;
    gap = 8;
    right = 0;
  }
  while (place > 0) {
    const past = at;
    at = readGroup(text, past, place - 1);
    if (at === past) break;
    place -= 1;
    const value = groups[place]!;
    if (at < 0 || (value | right) === 0) return -1;
    right = value;
    if (!isColon(text, at - 1)) break;
    at -= 1;
    if (!isColon(text, at - 1)) continue;
    if (gap >= 0 || value === 0) return -1;
    at -= 1;
    gap = place;
    right = 0;
  }
  // No colon begins an address but those of "::".
  if (text.charCodeAt(at) === COLON && gap !== place) return -1;
  return gap < 0 ? (place === 0 ? at : -1) : fillGap(place, gap, at);
}

/**
 * Reads the group that ends at `end` to its place in {@link groups}.
 *
 * @returns the offset where it begins: `end` where there is none; -1 where it has leading zeros
 */
function readGroup(text: string, end: number, place: number): number {
  let at = end;
  let value = 0;
  let first = 0;
  for (; at > 0 && end - at < 4; at -= 1) {
    const digit = readDigit(text.charCodeAt(at - 1));
    if (digit < 0) break;
    value |= digit << ((end - at) * 4);
    first = digit;
  }
  groups[place] = value;
  return first === 0 && end - at > 1 ? -1 : at;
}

/** Gives the value of a hexadecimal digit, or a negative number: for any other, one in upper case included. */
function readDigit(code: number): number {
  if (code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

function isColon(text: string, at: number): boolean {
  return at >= 0 && text.charCodeAt(at) === COLON;
}

/**
 * Moves the groups before "::" to the front, and puts zeros between.
 *
 * @param place - where they begin; as many are missing
 * @param gap - where those behind it begin
 * @param at - what to give
 * @returns -1 where "::" stands for a single group or for all, and where the address is an IPv4-mapped one
 */
function fillGap(place: number, gap: number, at: number): number {
  if (place < 2 || place === 8 || (place === 5 && gap === 5 && groups[5] === MAPPED)) return -1;
  const past = gap - place;
  for (let to = 0; to < past; to += 1) groups[to] = groups[place + to]!;
  for (let to = past; to < gap; to += 1) groups[to] = 0;
  return at;
}
