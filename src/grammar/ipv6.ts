/*
 * An IPv6 address, RFC 4291 section 2.2: eight groups of one to four hexadecimal digits, at most one "::" for one or
 * more groups of zeros, the last two groups perhaps as an IPv4 address. No zone.
 */
import { COLON, DOT, parseHexDigit } from "./characters.js";
import { parseIpv4 } from "./ipv4.js";

/** The eight 16-bit groups of an IPv6 address. */
export type Ipv6Groups = readonly number[];

/** Creates room for the groups of an address. */
export function createGroups(): number[] {
  return [0, 0, 0, 0, 0, 0, 0, 0];
}

const SHORTEST = 2;

/**
 * Parses an IPv6 address.
 *
 * @param groups - room for the result; a caller that parses several addresses, one after the other, passes the same
 * @returns the groups, or undefined if the text is no IPv6 address
 */
export function parseIpv6(
  text: string,
  start: number,
  end: number,
  groups: number[] = createGroups(),
): Ipv6Groups | undefined {
  if (end - start < SHORTEST) return undefined;
  let group = start;
  let count = 0;
  let gap = -1;
  let value = 0;
  if (text.charCodeAt(start) === COLON) {
    if (text.charCodeAt(start + 1) !== COLON) return undefined;
    gap = 0;
    group += 2;
  }
  for (let at = group; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      if (at > group) {
        // No colon follows the eighth group.
        if (count === 7) return undefined;
        groups[count] = value;
        count += 1;
        value = 0;
      } else if (gap < 0) gap = count;
      else return undefined;
      group = at + 1;
    } else if (code === DOT) {
      return count <= 6 && readTail(text, group, end, groups, count) ? fillGap(groups, gap, count + 2) : undefined;
    } else {
      const digit = parseHexDigit(code);
      if (digit < 0 || at - group > 3) return undefined;
      value = value * 16 + digit;
    }
  }
  if (group === end) return gap === count ? fillGap(groups, gap, count) : undefined;
  groups[count] = value;
  return fillGap(groups, gap, count + 1);
}

/** Reads the IPv4 address that stands for two groups; returns whether there is one. */
function readTail(text: string, start: number, end: number, groups: number[], count: number): boolean {
  const ipv4 = parseIpv4(text, start, end);
  if (ipv4 === undefined) return false;
  groups[count] = ipv4 >>> 16;
  groups[count + 1] = ipv4 & 0xffff;
  return true;
}

/**
 * Moves the groups after "::", which stand from index `gap`, to the end; undefined if there are too many or too few.
 * "::" stands for one group at least. If there is no "::", `gap` is -1.
 */
function fillGap(groups: number[], gap: number, count: number): Ipv6Groups | undefined {
  if (gap < 0) return count === 8 ? groups : undefined;
  if (count > 7) return undefined;
  const missing = 8 - count;
  for (let place = 7; place >= gap; place -= 1) {
    groups[place] = place - missing >= gap ? groups[place - missing]! : 0;
  }
  return groups;
}

/** Returns whether the address is IPv4-mapped, `::ffff:0:0/96` (RFC 4291 section 2.5.5.2). */
export function isIpv4Mapped(groups: Ipv6Groups): boolean {
  return groups[5] === 0xffff && (groups[0]! | groups[1]! | groups[2]! | groups[3]! | groups[4]!) === 0;
}

/** Formats an address in the canonical form of RFC 5952 section 4; an IPv4-mapped address too is written in groups. */
export function formatIpv6(groups: Ipv6Groups): string {
  let gap = 8;
  let length = 1;
  for (let place = 0; place < 8; place += 1) {
    let past = place;
    while (groups[past] === 0) past += 1;
    if (past - place <= length) continue;
    gap = place;
    length = past - place;
  }
  if (gap === 8) return formatGroups(groups, 0, 8);
  return `${formatGroups(groups, 0, gap)}::${formatGroups(groups, gap + length, 8)}`;
}

function formatGroups(groups: Ipv6Groups, start: number, end: number): string {
  // Joined, since a concatenation keeps its parts in memory.
  const texts: string[] = [];
  for (let place = start; place < end; place += 1) texts.push(groups[place]!.toString(16));
  return texts.join(":");
}
