/*
 * A host, as a browser would put it into an origin: RFC 3986 section 3.2.2 without percent-escapes and sub-delims,
 * lengths of RFC 1035 section 2.3.4, and no last label that the URL standard would read as a number.
 *
 *   host     = hostname [ ":" [ port ] ]
 *   hostname = label *( "." label ) [ "." ] / IPv4address / "[" IPv6address "]"     at most 255 characters
 *   label    = 1*63( ALPHA / DIGIT / "-" / "_" )
 *   port     = 1 to 65535 in 1*5DIGIT
 */
import {
  CLOSING_BRACKET,
  COLON,
  createCharacterTable,
  DOT,
  isDigit,
  OPENING_BRACKET,
  parseHexDigit,
  SMALL_X,
  ZERO,
} from "./characters.js";
import { parseIpv4 } from "./ipv4.js";
import { formatIpv6, parseIpv6 } from "./ipv6.js";
import { cut } from "./list.js";
import { parsePort } from "./port.js";

const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;
const LONGEST_BRACKETED = 47;

/** A host that passed the grammar. */
export interface Host {
  /** In lower case; an IPv6 address in brackets and in canonical form. */
  readonly hostname: string;
  /** 1 to 65535, or undefined if the host has no port. */
  readonly port: number | undefined;
}

/** Parses a host; undefined if the text is no host. */
export function parseHost(text: string, start: number, end: number): Host | undefined {
  const isBracketed = text.charCodeAt(start) === OPENING_BRACKET;
  const past = isBracketed ? findBracketedEnd(text, start, end) : findNameEnd(text, start, end);
  if (past < 0) return undefined;
  const hostname = isBracketed ? parseBracketed(text, start, past) : cut(text, start, past).toLowerCase();
  if (hostname === undefined) return undefined;
  // An empty port is no port.
  if (past === end || past + 1 === end) return { hostname, port: undefined };
  const port = parsePort(text, past + 1, end);
  return port === undefined ? undefined : { hostname, port };
}

/** Finds the offset past a bracketed address, which a colon or the end follows; -1 if there is none. */
function findBracketedEnd(text: string, start: number, end: number): number {
  const last = Math.min(end, start + LONGEST_BRACKETED);
  let close = start;
  while (close < last && text.charCodeAt(close) !== CLOSING_BRACKET) close += 1;
  if (close === last) return -1;
  const past = close + 1;
  return past === end || text.charCodeAt(past) === COLON ? past : -1;
}

function parseBracketed(text: string, start: number, past: number): string | undefined {
  const groups = parseIpv6(text, start + 1, past - 1);
  return groups === undefined ? undefined : `[${formatIpv6(groups)}]`;
}

/** Finds the offset past a name, which a colon or the end follows; -1 if there is none. */
function findNameEnd(text: string, start: number, end: number): number {
  let label = start;
  let lastLabel = start;
  let at = start;
  for (; at < end && at - start <= LONGEST_NAME; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) break;
    if (code === DOT) {
      if (at === label || at - label > LONGEST_LABEL) return -1;
      lastLabel = label;
      label = at + 1;
    } else if (LABEL[code] !== 1) return -1;
  }
  if (at === start || at - start > LONGEST_NAME || at - label > LONGEST_LABEL) return -1;
  // A final dot leaves an empty label behind it: the one before is the last.
  const isNumeric = label === at ? isNumber(text, lastLabel, at - 1) : isNumber(text, label, at);
  return isNumeric && parseIpv4(text, start, at) === undefined ? -1 : at;
}

/** The characters of a label. */
const LABEL = createCharacterTable("-_");

/** Returns whether a URL parser reads a label as a number: digits alone, or `0x` and hexadecimal digits or nothing. */
function isNumber(text: string, start: number, end: number): boolean {
  let digits = start;
  while (digits < end && isDigit(text.charCodeAt(digits))) digits += 1;
  if (digits === end) return true;
  if (digits !== start + 1 || text.charCodeAt(start) !== ZERO || (text.charCodeAt(digits) | 32) !== SMALL_X)
    return false;
  let at = digits + 1;
  while (at < end && parseHexDigit(text.charCodeAt(at)) >= 0) at += 1;
  return at === end;
}
