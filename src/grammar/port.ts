/*
 * A port (RFC 3986 section 3.2.3, RFC 7239 section 6.2), limited to the range of TCP.
 *
 *   port    = 1*5DIGIT               at most 65535
 *   obfport = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
 */
import { createCharacterTable, isDigit, UNDERSCORE, ZERO } from "./characters.js";

/** Parses the digits of a port, 0 included: 0 to 65535, or undefined if the text is not 1 to 5 digits or is larger. */
export function parsePortNumber(text: string, start: number, end: number): number | undefined {
  const length = end - start;
  if (length < 1 || length > 5) return undefined;
  let port = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return undefined;
    port = port * 10 + code - ZERO;
  }
  return port > 65535 ? undefined : port;
}

/** Parses a port that a server can listen on: 1 to 65535, or undefined for any other text. */
export function parsePort(text: string, start: number, end: number): number | undefined {
  const port = parsePortNumber(text, start, end);
  return port === 0 ? undefined : port;
}

const OBFUSCATED = createCharacterTable("._-");

/** Returns whether the text is an obfuscated port of RFC 7239 section 6.3. */
export function isObfuscatedPort(text: string, start: number, end: number): boolean {
  if (end - start < 2 || text.charCodeAt(start) !== UNDERSCORE) return false;
  for (let at = start + 1; at < end; at += 1) {
    if (OBFUSCATED[text.charCodeAt(at)] !== 1) return false;
  }
  return true;
}
