/*
 * A path prefix, such that `prefix + path` never leaves the site it is put behind.
 *
 *   prefix  = "/" / 1*( "/" segment ) [ "/" ]     at most 2,048 characters
 *   segment = 1*pchar, neither "." nor ".."
 *   pchar   = unreserved / pct-encoded / sub-delims / ":" / "@"      RFC 3986 section 3.3
 *
 * A percent-escape of ".", "/", "\", "%" or a control character would be another path to a program that decodes it once
 * more.
 */

import { BACKSLASH, createCharacterTable, DOT, parseHexDigit, PERCENT, SLASH } from "./characters.js";
import { cut } from "./list.js";

export const LONGEST_PREFIX = 2048;

/**
 * Parses a path prefix: the prefix without a trailing slash, `""` for `/` alone, or undefined if the text is not one.
 */
export function parsePrefix(text: string, start: number, end: number): string | undefined {
  if (end - start < 1 || end - start > LONGEST_PREFIX || text.charCodeAt(start) !== SLASH) return undefined;
  const stop = text.charCodeAt(end - 1) === SLASH ? end - 1 : end;
  let at = start;
  while (at < stop) {
    const past = findSegmentEnd(text, at + 1, stop);
    if (isDots(text, at + 1, past)) return undefined;
    at = past;
  }
  return cut(text, start, stop);
}

/** Finds the offset of the slash after a segment, or `end`; `start` if a character does not belong there. */
function findSegmentEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === SLASH) break;
    if (code === PERCENT) {
      if (!isHarmlessEscape(text, at, end)) return start;
      at += 3;
    } else {
      if (PCHAR[code] !== 1) return start;
      at += 1;
    }
  }
  return at;
}

/** Returns whether the segment is empty, `.` or `..`. */
function isDots(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0) return true;
  if (text.charCodeAt(start) !== DOT) return false;
  return length === 1 || (length === 2 && text.charCodeAt(start + 1) === DOT);
}

function isHarmlessEscape(text: string, start: number, end: number): boolean {
  if (start + 3 > end) return false;
  const high = parseHexDigit(text.charCodeAt(start + 1));
  const low = parseHexDigit(text.charCodeAt(start + 2));
  if (high < 0 || low < 0) return false;
  const code = high * 16 + low;
  return code > 31 && code !== 127 && code !== DOT && code !== SLASH && code !== BACKSLASH && code !== PERCENT;
}

/** The characters of pchar but `%`. */
const PCHAR = createCharacterTable("-._~!$&'()*+,;=:@");
