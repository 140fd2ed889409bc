import { scanIpv4 } from "./ipv4.js";

/*
 * An IPv6 address, RFC 4291 section 2.2: eight groups of one to four hexadecimal digits, at most one "::" for one or
 * more groups of zeros, the last two groups perhaps as an IPv4 address. No zone.
 */

/** The eight groups of the address last read; every read writes them anew. Nothing is allocated for a request. */
export const groups: Uint16Array = new Uint16Array(8);

const COLON = 58;
const DOT = 46;
const LONGEST = 45;

/**
 * Reads an IPv6 address into {@link groups}.
 *
 * @returns whether the text is one
 */
export function scanIpv6(text: string, start: number, end: number): boolean {
  if (end - start < 2 || end - start > LONGEST) return false;
  let group = start;
  let count = 0;
  let gap = -1;
  let value = 0;
  if (text.charCodeAt(start) === COLON) {
    if (text.charCodeAt(start + 1) !== COLON) return false;
    gap = 0;
    group += 2;
  }
  for (let at = group; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      if (at > group) {
        if (count > 7) return false;
        groups[count] = value;
        count += 1;
        value = 0;
      } else if (gap < 0) gap = count;
      else return false;
      group = at + 1;
    } else if (code === DOT) {
      return scanTail(text, group, end, count) && settleGap(gap, count + 2);
    } else {
      const digit = hexDigit(code);
      if (digit < 0 || at - group > 3) return false;
      value = value * 16 + digit;
    }
  }
  if (group === end) return gap === count && settleGap(gap, count);
  if (count > 7) return false;
  groups[count] = value;
  return settleGap(gap, count + 1);
}

/** Reads the IPv4 address that stands for the last two groups. */
function scanTail(text: string, start: number, end: number, count: number): boolean {
  const ipv4 = count > 6 ? -1 : scanIpv4(text, start, end);
  if (ipv4 < 0) return false;
  groups[count] = ipv4 >>> 16;
  groups[count + 1] = ipv4 & 0xffff;
  return true;
}

function settleGap(gap: number, count: number): boolean {
  return gap < 0 ? count === 8 : spreadGap(gap, count);
}

/** Moves the groups after "::" to the end and fills the gap, which must stand for one group at least. */
function spreadGap(gap: number, count: number): boolean {
  if (count > 7) return false;
  const missing = 8 - count;
  for (let place = 7; place >= gap; place -= 1) {
    groups[place] = place - missing >= gap ? groups[place - missing]! : 0;
  }
  return true;
}

/** Gives the value of a hexadecimal digit, or -1. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Says whether {@link groups} hold an IPv4-mapped address, `::ffff:0:0/96` (RFC 4291 section 2.5.5.2). */
export function isIpv4Mapped(): boolean {
  return groups[5] === 0xffff && (groups[0]! | groups[1]! | groups[2]! | groups[3]! | groups[4]!) === 0;
}

/** Says whether {@link groups} hold `::`. */
export function isUnspecifiedIpv6(): boolean {
  return (groups[0]! | groups[1]! | groups[2]! | groups[3]! | groups[4]! | groups[5]! | groups[6]! | groups[7]!) === 0;
}

/** Finds the longest run of two groups of zeros or more, the first of several: 16 times its place, plus its length; or -1. */
function findLongestRun(): number {
  let run = -1;
  let longest = 1;
  for (let place = 0; place < 8; place += 1) {
    let past = place;
    while (past < 8 && groups[past] === 0) past += 1;
    if (past - place > longest) {
      longest = past - place;
      run = place * 16 + longest;
    }
    if (past > place) place = past - 1;
  }
  return run;
}

/** Writes {@link groups} in the canonical form of RFC 5952 section 4; an IPv4-mapped address too is written in groups. */
export function formatIpv6(): string {
  const run = findLongestRun();
  let text = "";
  for (let place = 0; place < 8; place += 1) {
    if (place === run >> 4) {
      text += "::";
      place += (run & 15) - 1;
    } else {
      text += (text === "" || text.endsWith(":") ? "" : ":") + groups[place]!.toString(16);
    }
  }
  return text;
}
