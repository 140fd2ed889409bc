/*
 * A shortcut: canonical values, as nearly all are, are recognised in one pass and need not be written anew; every other
 * value is left to the grammars.
 */
import { COLON, COMMA, DOT, isDigit, SPACE, ZERO } from "./characters.js";
import type { Proto } from "./proto.js";

/** Parses the last item of a list if it is `http` or `https`, in lower case; undefined for any other item. */
export function parseCanonicalProto(text: string): Proto | undefined {
  if (text === "https" || text === "http") return text;
  if (text.endsWith("https")) return isItemStart(text, text.length - 5) ? "https" : undefined;
  return text.endsWith("http") && isItemStart(text, text.length - 4) ? "http" : undefined;
}

/**
 * Finds the canonical IPv4 address that is the whole item which ends at `end`.
 *
 * @param groups - room for the address, if it is wanted: as the last two groups of an IPv4-mapped IPv6 address
 * @returns the offset at which it begins; -1 for any other item, and for 0.0.0.0, which is no client's
 */
export function findCanonicalIpv4(text: string, end: number, groups?: number[]): number {
  let octet = 0;
  let weight = 1;
  let first = 0;
  let dots = 0;
  let low = 0;
  let high = 0;
  let at = end - 1;
  for (; at >= 0; at -= 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) {
      octet += digit * weight;
      weight *= 10;
      first = digit;
      if (weight > 1000) return -1;
    } else if (code === DOT) {
      if (weight === 1 || octet > 255 || (first === 0 && weight > 10) || dots > 2) return -1;
      if (dots < 2) low |= octet << (dots * 8);
      else high = octet;
      dots += 1;
      octet = 0;
      weight = 1;
    } else break;
  }
  high |= octet << 8;
  if (dots !== 3 || weight === 1 || octet > 255 || (first === 0 && weight > 10) || (high | low) === 0) return -1;
  if (groups !== undefined) {
    groups[6] = high;
    groups[7] = low;
  }
  return isItemStart(text, at + 1) ? at + 1 : -1;
}

/**
 * Returns whether the text is a canonical IPv6 address (RFC 5952 section 4) that has no other zeros side by side than
 * those of "::". False for `::`, which is no client's, and for the IPv4-mapped addresses.
 */
export function isCanonicalIpv6(text: string, start: number, end: number): boolean {
  let groups = 0;
  let gap = -1;
  let isBehindZero = false;
  let at = start;
  if (text.startsWith("::", start)) {
    gap = 0;
    isBehindZero = true;
    at += 2;
  }
  while (at < end) {
    const past = findGroupEnd(text, at, end);
    const isZero = text.charCodeAt(at) === ZERO;
    // A zero is one digit; no other group begins with one.
    if (past === at || (isZero && (isBehindZero || past > at + 1))) return false;
    groups += 1;
    isBehindZero = isZero;
    at = past + 1;
    if (past === end) break;
    if (at === end || text.charCodeAt(past) !== COLON) return false;
    if (text.charCodeAt(at) !== COLON) continue;
    if (gap >= 0 || isZero) return false;
    gap = groups;
    isBehindZero = true;
    at += 1;
  }
  if (gap < 0) return groups === 8;
  const isMapped = gap === 0 && groups === 3 && text.startsWith("ffff", start + 2);
  return groups >= 1 && groups <= 6 && !isMapped;
}

const isLowerHexDigit = (code: number): boolean => isDigit(code) || (code >= 97 && code <= 102);

/** Finds the offset past at most four hexadecimal digits in lower case. */
function findGroupEnd(text: string, start: number, end: number): number {
  const last = Math.min(end, start + 4);
  let at = start;
  while (at < last && isLowerHexDigit(text.charCodeAt(at))) at += 1;
  return at;
}

const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;
const LETTER = 1;
const DOT_KIND = 3;
/** Lower-case letters as 1, digits, hyphens and underscores as 2, the dot as 3, every other character as 0. */
const KINDS = new Uint8Array(128);
for (const character of "-_0123456789") KINDS[character.charCodeAt(0)] = 2;
for (let letter = 97; letter <= 122; letter += 1) KINDS[letter] = LETTER;
KINDS[DOT] = DOT_KIND;

/**
 * Finds the canonical hostname that is the whole item which ends at `end`: in lower case, without a port or a final
 * dot, and with a letter at the start of its last label.
 *
 * @returns the offset at which it begins; -1 for any other item
 */
export function findCanonicalHostname(text: string, end: number): number {
  let label = end;
  let kind = 0;
  let lastLabelKind = 0;
  let codes = 0;
  let at = end - 1;
  const furthest = Math.max(0, end - LONGEST_NAME - 1);
  for (; at >= furthest; at -= 1) {
    const code = text.charCodeAt(at);
    // One comparison after the loop, not one for each character, rejects text beyond ASCII.
    codes |= code;
    const next = KINDS[code & 127]!;
    if (next === 0) break;
    if (next !== DOT_KIND) {
      kind = next;
      continue;
    }
    if (at + 1 === label || label - at > LONGEST_LABEL + 1) return -1;
    if (label === end) lastLabelKind = kind;
    label = at;
  }
  const start = at + 1;
  if (start === label || label - start > LONGEST_LABEL || end - start > LONGEST_NAME || codes > 127) return -1;
  if ((label === end ? kind : lastLabelKind) !== LETTER) return -1;
  return isItemStart(text, start) ? start : -1;
}

/** Returns whether an item begins at this offset: at the very start, or behind a comma and at most one space. */
function isItemStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return before === COMMA || (before === SPACE && text.charCodeAt(at - 2) === COMMA);
}
