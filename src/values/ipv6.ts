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
  let at = start;
  let count = 0;
  let gap = -1;
  if (text.charCodeAt(at) === COLON) {
    if (text.charCodeAt(at + 1) !== COLON) return false;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    const past = scanGroup(text, at, end, count);
    if (past < 0) return false;
    count += past === end && isDotted(text, at, end) ? 2 : 1;
    if (past === end) break;
    at = past + 1;
    if (at === end) return false;
    if (text.charCodeAt(at) !== COLON) continue;
    if (gap >= 0) return false;
    gap = count;
    at += 1;
  }
  if (gap < 0) return count === 8;
  return spreadGap(gap, count);
}

/** Reads one group, or the IPv4 address at the end, into its place; gives the offset past it, or -1. */
function scanGroup(text: string, start: number, end: number, place: number): number {
  if (isDotted(text, start, end)) {
    const ipv4 = place > 6 ? -1 : scanIpv4(text, start, end);
    if (ipv4 < 0) return -1;
    groups[place] = ipv4 >>> 16;
    groups[place + 1] = ipv4 & 0xffff;
    return end;
  }
  let value = 0;
  let at = start;
  while (at < end && at - start < 5) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0) break;
    value = value * 16 + digit;
    at += 1;
  }
  if (place > 7 || at === start || at - start > 4) return -1;
  groups[place] = value;
  return at === end || text.charCodeAt(at) === COLON ? at : -1;
}

/** Says whether what begins here is dotted: a dot ends its first run of at most three characters. */
function isDotted(text: string, start: number, end: number): boolean {
  const last = Math.min(end, start + 4);
  for (let at = start; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) return true;
    if (code === COLON) return false;
  }
  return false;
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

/** Writes {@link groups} in the canonical form of RFC 5952 section 4; an IPv4-mapped address too is written in groups. */
export function formatIpv6(): string {
  let runStart = -1;
  let runLength = 1;
  for (let place = 0; place < 8; place += 1) {
    let past = place;
    while (past < 8 && groups[past] === 0) past += 1;
    if (past - place > runLength) {
      runStart = place;
      runLength = past - place;
    }
    if (past > place) place = past - 1;
  }
  let text = "";
  for (let place = 0; place < 8; place += 1) {
    if (place === runStart) {
      text += "::";
      place += runLength - 1;
    } else {
      text += (text === "" || text.endsWith(":") ? "" : ":") + groups[place]!.toString(16);
    }
  }
  return text;
}
