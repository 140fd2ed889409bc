/*
 * The Forwarded header, RFC 7239 section 4, lines joined with commas.
 *
 *   Forwarded          = #forwarded-element
 *   forwarded-element  = [ forwarded-pair ] *( OWS ";" OWS [ forwarded-pair ] )
 *   forwarded-pair     = token "=" ( token / quoted-string )          RFC 9110 section 5.6; no control character
 *
 * Elements are found from the right, so that nothing on the left, an unbalanced quote included, can change those a
 * trusted proxy wrote: a `"` met outside a string closes one, and opens at the nearest `"` further left that an even
 * number of backslashes precedes.
 */
import { skipBlanks } from "./list.js";
import { isWord } from "./proto.js";

const QUOTE = 34;
const COMMA = 44;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;

/** What {@link findElementStart} gives where quotes do not balance. */
export const UNBALANCED = -1;

/** The parameters of one element that name the client and its request; values unquoted, not yet checked. */
export interface ForwardedElement {
  readonly for: string | undefined;
  readonly proto: string | undefined;
  readonly host: string | undefined;
}

/**
 * Gives the offset where the element that ends at `end` begins, untrimmed.
 *
 * @returns the offset, or {@link UNBALANCED}
 */
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

/** Gives the offset of the quote that opens the string closed at `close`, or -1. */
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

/**
 * Parses one element, trimmed of blanks.
 *
 * @returns undefined where the grammar fails or a parameter is repeated, whatever its name
 */
export function parseElement(text: string, start: number, end: number): ForwardedElement | undefined {
  let node: string | undefined;
  let proto: string | undefined;
  let host: string | undefined;
  let seen = 0;
  let others: Set<string> | undefined;
  let at = start;
  while (at < end) {
    if (text.charCodeAt(at) !== SEMICOLON) {
      const equals = findTokenEnd(text, at, end);
      if (equals === at || text.charCodeAt(equals) !== EQUALS || equals >= end) return undefined;
      const past = findValueEnd(text, equals + 1, end);
      if (past < 0) return undefined;
      const known = findParameter(text, at, equals);
      if (known === 0) {
        const name = text.slice(at, equals).toLowerCase();
        if (others?.has(name) === true) return undefined;
        others = (others ?? new Set()).add(name);
      } else {
        if ((seen & known) !== 0) return undefined;
        seen |= known;
        const value = unquote(text, equals + 1, past);
        if (known === FOR) node = value;
        else if (known === PROTO) proto = value;
        else if (known === HOST) host = value;
      }
      at = skipBlanks(text, past, end);
      if (at < end && text.charCodeAt(at) !== SEMICOLON) return undefined;
    }
    at = skipBlanks(text, at + 1, end);
  }
  return { for: node, proto, host };
}

const FOR = 1;
const PROTO = 2;
const HOST = 4;
const BY = 8;

/** Gives a bit for each parameter of RFC 7239 section 5, 0 for any other. */
function findParameter(text: string, start: number, end: number): number {
  switch (end - start) {
    case 2:
      return isWord(text, start, "by") ? BY : 0;
    case 3:
      return isWord(text, start, "for") ? FOR : 0;
    case 4:
      return isWord(text, start, "host") ? HOST : 0;
    case 5:
      return isWord(text, start, "proto") ? PROTO : 0;
    default:
      return 0;
  }
}

/** Gives the offset past a value, token or quoted-string, that begins here; -1 where neither does. */
function findValueEnd(text: string, start: number, end: number): number {
  if (start < end && text.charCodeAt(start) === QUOTE) return findStringEnd(text, start, end);
  const past = findTokenEnd(text, start, end);
  return past === start ? -1 : past;
}

function findTokenEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isTokenCharacter(text.charCodeAt(at))) at += 1;
  return at;
}

/** Gives the offset past a quoted-string, or -1 where it holds a control character or does not end. */
function findStringEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    let code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) {
      at += 1;
      if (at >= end) return -1;
      code = text.charCodeAt(at);
    }
    if (code < 32 || code === 127 || code > 255) return -1;
  }
  return -1;
}

/** Takes off the quotes and the backslashes of quoted pairs, if any. */
function unquote(text: string, start: number, end: number): string {
  if (text.charCodeAt(start) !== QUOTE) return text.slice(start, end);
  let value = "";
  let from = start + 1;
  for (let at = from; at < end - 1; at += 1) {
    if (text.charCodeAt(at) !== BACKSLASH) continue;
    value += text.slice(from, at);
    from = at + 1;
    at += 1;
  }
  return value + text.slice(from, end - 1);
}

/** Says whether the character may be in a token (RFC 9110 section 5.6.2). */
export function isTokenCharacter(code: number): boolean {
  return code < 127 && TOKEN[code] === 1;
}

const TOKEN: Uint8Array = new Uint8Array(127);
for (const character of "!#$%&'*+-.^_`|~0123456789") TOKEN[character.charCodeAt(0)] = 1;
for (let letter = 97; letter <= 122; letter += 1) TOKEN[letter] = TOKEN[letter - 32] = 1;
