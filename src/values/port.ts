/*
 * A port (RFC 3986 section 3.2.3, RFC 7239 section 6.2), held to what TCP has.
 *
 *   port    = 1*5DIGIT               at most 65535
 *   obfport = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
 */

const ZERO = 48;
const NINE = 57;

/**
 * Reads a port by its digits, 0 included.
 *
 * @returns 0 to 65535, or -1 where the text is not 1 to 5 digits or is larger
 */
export function scanPort(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > 5) return -1;
  let port = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return -1;
    port = port * 10 + code - ZERO;
  }
  return port > 65535 ? -1 : port;
}

/**
 * Parses a port that a server can listen on.
 *
 * @returns 1 to 65535, or undefined for anything else
 */
export function parsePort(text: string, start: number, end: number): number | undefined {
  const port = scanPort(text, start, end);
  return port > 0 ? port : undefined;
}

/** Says whether the text is an obfuscated port of RFC 7239 section 6.3. */
export function isObfuscatedPort(text: string, start: number, end: number): boolean {
  if (end - start < 2 || text.charCodeAt(start) !== UNDERSCORE) return false;
  for (let at = start + 1; at < end; at += 1) {
    if (!isObfuscatedCharacter(text.charCodeAt(at))) return false;
  }
  return true;
}

const UNDERSCORE = 95;

function isObfuscatedCharacter(code: number): boolean {
  const lower = code | 32;
  return (
    (code >= ZERO && code <= NINE) || (lower >= 97 && lower <= 122) || code === 46 || code === UNDERSCORE || code === 45
  );
}
