/*
 * The Forwarded header, RFC 7239 section 4, lines joined with commas.
 *
 *   Forwarded          = #forwarded-element
 *   forwarded-element  = [ forwarded-pair ] *( OWS ";" OWS [ forwarded-pair ] )
 *   forwarded-pair     = token "=" ( loose-token / quoted-string )    RFC 9110 section 5.6; no control character
 *   loose-token        = 1*( tchar / ":" / "[" / "]" )                common senders leave out the quotes of host=app:8080
 *
 * Elements are found from the right, so that nothing on the left, an unbalanced quote included, can change those a
 * trusted proxy wrote: a `"` met outside a string closes one, and opens at the nearest `"` further left that an even
 * number of backslashes precedes.
 */
import {
  BACKSLASH,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  EQUALS,
  isTokenCharacter,
  isWord,
  OPENING_BRACKET,
  QUOTE,
  SEMICOLON,
  TAB,
} from "./characters.js";
import { cut, skipBlanks } from "./list.js";

/** The result of {@link findElementStart} if quotes do not balance. */
export const UNBALANCED = -1;

/** The parameters of one element that describe the client and its request; values unquoted, not yet checked. */
export interface ForwardedElement {
  readonly for: string | undefined;
  readonly proto: string | undefined;
  readonly host: string | undefined;
}

/** Finds the offset at which the element that ends at `end` begins, untrimmed: the offset, or {@link UNBALANCED}. */
export function findElementStart(text: string, end: number): number {
  let at = end - 1;
  while (at >= 0) {
    const code = text.charCodeAt(at);
    if (code === COMMA) return at + 1;
    if (code === QUOTE) at = findOpeningQuote(text, at);
    if (at < 0) return UNBALANCED;
    at -= 1;
  }
  return 0;
}

/** Finds the offset of the quote that opens the string closed at `close`, or -1. */
function findOpeningQuote(text: string, close: number): number {
  let at = close - 1;
  while (at >= 0) {
    if (text.charCodeAt(at) !== QUOTE) {
      at -= 1;
      continue;
    }
    let before = at - 1;
    while (before >= 0 && text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
    at = before;
  }
  return -1;
}

/** Parses one element, trimmed of blanks; undefined if the grammar fails or a parameter is repeated, known or not. */
export function parseElement(text: string, start: number, end: number): ForwardedElement | undefined {
  const element: Record<Known, string | undefined> = { for: undefined, proto: undefined, host: undefined };
  let others: Set<string> | undefined;
  let at = start;
  while (at < end) {
    if (text.charCodeAt(at) !== SEMICOLON) {
      const equals = findTokenEnd(text, at, end);
      if (equals === at || text.charCodeAt(equals) !== EQUALS) return undefined;
      const past = findValueEnd(text, equals + 1, end);
      if (past === equals + 1) return undefined;
      const known = findKnown(text, at, equals);
      if (known !== undefined) {
        if (element[known] !== undefined) return undefined;
        element[known] = unquote(text, equals + 1, past);
      } else {
        const name = text.slice(at, equals).toLowerCase();
        if (others?.has(name) === true) return undefined;
        others = (others ?? new Set()).add(name);
      }
      at = skipBlanks(text, past, end);
      if (at < end && text.charCodeAt(at) !== SEMICOLON) return undefined;
    }
    at = skipBlanks(text, at + 1, end);
  }
  return element;
}

type Known = keyof ForwardedElement;

/** Returns the parameter of {@link ForwardedElement} with this name, undefined for any other name. */
function findKnown(text: string, start: number, end: number): Known | undefined {
  if (isWord(text, start, end, "for")) return "for";
  if (isWord(text, start, end, "proto")) return "proto";
  return isWord(text, start, end, "host") ? "host" : undefined;
}

/** Finds the offset past the value, token or quoted-string, that begins at `start`; `start` if there is neither. */
function findValueEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === QUOTE) return findStringEnd(text, start, end);
  let at = start;
  while (at < end && isLooseCharacter(text.charCodeAt(at))) at += 1;
  return at;
}

/** Returns whether an unquoted value may contain a character: beside those of a token, three that delimit nothing here. */
function isLooseCharacter(code: number): boolean {
  return isTokenCharacter(code) || code === COLON || code === OPENING_BRACKET || code === CLOSING_BRACKET;
}

function findTokenEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isTokenCharacter(text.charCodeAt(at))) at += 1;
  return at;
}

/** Finds the offset past a quoted-string; `start` if it contains a control character but HTAB, or does not end. */
function findStringEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    let code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) {
      at += 1;
      code = text.charCodeAt(at);
    }
    if ((code < 32 && code !== TAB) || code === 127 || code > 255) return start;
  }
  return start;
}

/** Removes the quotes and the backslashes of quoted pairs, if there are any. */
function unquote(text: string, start: number, end: number): string {
  if (text.charCodeAt(start) !== QUOTE) return cut(text, start, end);
  let value = "";
  let from = start + 1;
  for (let at = from; at < end - 1; at += 1) {
    if (text.charCodeAt(at) !== BACKSLASH) continue;
    value += cut(text, from, at);
    from = at + 1;
    at += 1;
  }
  return value + cut(text, from, end - 1);
}
