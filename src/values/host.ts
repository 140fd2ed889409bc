import { scanIpv4 } from "./ipv4.js";
import { formatIpv6, hexDigit, scanIpv6 } from "./ipv6.js";
import { parsePort } from "./port.js";

/*
 * A host, as a browser would put it into an origin: RFC 3986 section 3.2.2 without percent-escapes and sub-delims,
 * lengths of RFC 1035 section 2.3.4, and no last label that the URL standard would read as a number.
 *
 *   host     = hostname [ ":" [ port ] ]
 *   hostname = label *( "." label ) [ "." ] / IPv4address / "[" IPv6address "]"     at most 255 characters
 *   label    = 1*63( ALPHA / DIGIT / "-" / "_" )
 *   port     = 1 to 65535 in 1*5DIGIT
 */

const OPEN = 91;
const CLOSE = 93;
const COLON = 58;
const DOT = 46;
const ZERO = 48;
const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;

/**
 * Checks a host against the grammar.
 *
 * @returns the offset past its hostname, brackets included; -1 where the text is no host
 */
export function scanHost(text: string, start: number, end: number): number {
  const past = text.charCodeAt(start) === OPEN ? scanBracketed(text, start, end) : scanName(text, start, end);
  if (past < 0 || past === end || past + 1 === end) return past;
  return parsePort(text, past + 1, end) === undefined ? -1 : past;
}

/** Writes the hostname that {@link scanHost} found: lower case, an IPv6 address in canonical form. */
export function formatHostname(text: string, start: number, past: number): string {
  if (text.charCodeAt(start) === OPEN) {
    scanIpv6(text, start + 1, past - 1);
    return `[${formatIpv6()}]`;
  }
  const hostname = text.slice(start, past);
  return hasUpperCase(text, start, past) ? hostname.toLowerCase() : hostname;
}

function scanBracketed(text: string, start: number, end: number): number {
  const last = Math.min(end, start + 47);
  let close = start;
  while (close < last && text.charCodeAt(close) !== CLOSE) close += 1;
  if (close === last || !scanIpv6(text, start + 1, close)) return -1;
  const past = close + 1;
  return past === end || text.charCodeAt(past) === COLON ? past : -1;
}

function scanName(text: string, start: number, end: number): number {
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
    } else if (code > 126 || LABEL[code] !== 1) return -1;
  }
  if (at === start || at - start > LONGEST_NAME || at - label > LONGEST_LABEL) return -1;
  // A final dot leaves an empty label behind it: the one before is the last.
  const last = label === at ? lastLabel : label;
  if (isNumber(text, last, label === at ? at - 1 : at) && scanIpv4(text, start, at) < 0) return -1;
  return at;
}

/** Says whether a label reads as a number: digits alone, or `0x` with hexadecimal digits or nothing behind it. */
function isNumber(text: string, start: number, end: number): boolean {
  let digits = start;
  while (digits < end && text.charCodeAt(digits) >= ZERO && text.charCodeAt(digits) <= 57) digits += 1;
  if (digits === end) return true;
  if (digits !== start + 1 || text.charCodeAt(start) !== ZERO || (text.charCodeAt(digits) | 32) !== 120) return false;
  let at = digits + 1;
  while (at < end && hexDigit(text.charCodeAt(at)) >= 0) at += 1;
  return at === end;
}

function hasUpperCase(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) return true;
  }
  return false;
}

/** 1 for each character of a label. */
const LABEL: Uint8Array = new Uint8Array(127);
for (const character of "-_0123456789") LABEL[character.charCodeAt(0)] = 1;
for (let letter = 97; letter <= 122; letter += 1) LABEL[letter] = LABEL[letter - 32] = 1;

const PLAIN_LETTER = 1;
const PLAIN_DOT = 3;
/** Lower-case letters as 1, digits, hyphens and underscores as 2, the dot as 3; nothing else is in a plain hostname. */
const PLAIN: Uint8Array = new Uint8Array(128);
for (const character of "-_0123456789") PLAIN[character.charCodeAt(0)] = 2;
for (let letter = 97; letter <= 122; letter += 1) PLAIN[letter] = PLAIN_LETTER;
PLAIN[DOT] = PLAIN_DOT;

/**
 * Finds, from the right, the hostname that is all there is in the item which ends at `end`: in lower case, without a port
 * or a final dot, and with a letter at the start of its last label.
 *
 * @returns the offset where it begins; -1 where the text is anything else, another spelling included
 */
export function findPlainHost(text: string, end: number): number {
  let label = end;
  let kind = 0;
  let first = 0;
  let codes = 0;
  let at = end - 1;
  const furthest = Math.max(0, end - LONGEST_NAME - 1);
  for (; at >= furthest; at -= 1) {
    const code = text.charCodeAt(at);
    // Asked once behind the loop whether all were ASCII: with that, and the dot in the table, a sixth cheaper.
    codes |= code;
    const next = PLAIN[code & 127]!;
    if (next === 0) break;
    if (next !== PLAIN_DOT) {
      kind = next;
      continue;
    }
    if (at + 1 === label || label - at > LONGEST_LABEL + 1) return -1;
    if (label === end) first = kind;
    label = at;
  }
  const start = at + 1;
  if (start === label || label - start > LONGEST_LABEL || end - start > LONGEST_NAME || codes > 127) return -1;
  return (label === end ? kind : first) === PLAIN_LETTER ? start : -1;
}
