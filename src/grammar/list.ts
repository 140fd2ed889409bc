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

/** A longer rest of a header is not kept alive for the sake of a value that was cut from it. */
const LONGEST_REST = 128;
/** V8 copies a shorter slice by itself. */
const SHORTEST_SLICE = 13;

/** Cuts the text between two offsets; see {@link detach}. */
export function cut(text: string, start: number, end: number): string {
  const { length } = text;
  if (length < LONGEST_REST) return end - start === length ? text : text.slice(start, end);
  return detach(text.slice(start, end), length);
}

/** Cuts the text from an offset on, unless there is little before it. */
export function cutRest(text: string, start: number): string {
  return start > LONGEST_REST ? cut(text, start, text.length) : text;
}

/**
 * Copies a value that was cut from a much longer text: in V8 a slice keeps the whole text alive, with everything that a
 * client wrote into it (rule R10). The concatenation below is written anew, in one piece, before it is sliced; the result
 * refers to that piece.
 *
 * @param length - of the text
 */
export function detach(value: string, length: number): string {
  return length - value.length > LONGEST_REST && value.length >= SHORTEST_SLICE ? ` ${value}`.slice(1) : value;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
