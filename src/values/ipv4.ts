/*
 * An IPv4 address, as RFC 3986 section 3.2.2 writes it: no octal, no hexadecimal, no short forms, each of which other
 * software reads as another address.
 *
 *   IPv4address = dec-octet 3( "." dec-octet )
 *   dec-octet   = 0 to 255 in decimal without leading zeros
 */

const DOT = 46;
const ZERO = 48;
const NINE = 57;

/**
 * Reads an IPv4 address.
 *
 * @returns its 32-bit value, 0 to 4294967295, or -1 where the text is not one
 */
export function scanIpv4(text: string, start: number, end: number): number {
  if (end - start > 15) return -1;
  let value = 0;
  let at = start;
  for (let part = 0; part < 4; part += 1) {
    if (part > 0 && (at >= end || text.charCodeAt(at++) !== DOT)) return -1;
    const first = at;
    let octet = 0;
    while (at < end && isDigit(text.charCodeAt(at))) octet = octet * 10 + text.charCodeAt(at++) - ZERO;
    if (at === first || at - first > 3 || octet > 255) return -1;
    if (at - first > 1 && text.charCodeAt(first) === ZERO) return -1;
    value = value * 256 + octet;
  }
  return at === end ? value : -1;
}

/** Writes a 32-bit value as an IPv4 address. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
