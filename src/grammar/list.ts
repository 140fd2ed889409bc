/*
 * A forwarding list: X-Forwarded-For and its kin, several lines joined with commas (docs/reference/rules.md#r1-lists).
 *
 *   list = item *( "," item )        item = any text without a comma, trimmed of SP and HTAB
 *
 * There is no quoting, and an empty item holds its slot: a proxy that appends an empty value must not promote the
 * client's. Everything is read from the right, nearest proxy first, so that the text that a client wrote on the left is
 * never looked at and costs nothing.
 */
import { COMMA, SPACE, TAB } from "./characters.js";

/** Finds the offset past the n-th item from the right, from 1, untrimmed; -1 if the list has fewer items. */
export function findItemEnd(text: string, n: number): number {
  let end = text.length;
  for (let item = 1; item < n; item += 1) {
    const start = findItemStart(text, end);
    if (start === 0) return -1;
    end = start - 1;
  }
  return end;
}

/** Finds the offset at which the item that ends at `end` begins, untrimmed. */
export function findItemStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && text.charCodeAt(start - 1) !== COMMA) start -= 1;
  return start;
}

/** Finds the first offset from `start` on whose character is neither SP nor HTAB, at most `end`. */
export function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** Finds the offset past the last character before `end` that is neither SP nor HTAB, at least `start`. */
export function dropBlanks(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
