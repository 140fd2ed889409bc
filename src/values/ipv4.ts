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

/** The address that {@link findPlainIpv4} found last, as two groups of 16 bits. */
export const pair: Uint16Array = new Uint16Array(2);

/**
 * Finds, from the right, the IPv4 address that is all there is in the item which ends at `end`.
 *
 * It reads each character once, where the grammar needs the item's bounds first.
 *
 * @returns the offset where the address begins; -1 where the item is anything else, another spelling included
 */
export function findPlainIpv4(text: string, end: number): number {
  let octet = 0;
  let weight = 1;
  let place = 0;
  let first = 0;
  let low = 0;
  let high = 0;
  let at = end - 1;
  for (; at >= 0; at -= 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) {
      octet += digit * weight;
      weight *= 10;
      first = digit;
      if (weight > 1000) return -1;
    } else if (code === DOT) {
      if (weight === 1 || octet > 255 || (first === 0 && weight > 10) || place > 2) return -1;
      if (place === 0) low = octet;
      else if (place === 1) low += octet << 8;
      else high = octet;
      place += 1;
      octet = 0;
      weight = 1;
    } else break;
  }
  if (place !== 3 || weight === 1 || octet > 255 || (first === 0 && weight > 10)) return -1;
  pair[0] = (octet << 8) + high;
  pair[1] = low;
  return at + 1;
}
