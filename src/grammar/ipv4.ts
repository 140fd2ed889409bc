/*
 * An IPv4 address, as RFC 3986 section 3.2.2 writes it: no octal, no hexadecimal, no short forms, each of which other
 * software reads as another address.
 *
 *   IPv4address = dec-octet 3( "." dec-octet )
 *   dec-octet   = 0 to 255 in decimal without leading zeros
 */
import { DOT, ZERO } from "./characters.js";

/** Parses an IPv4 address: its 32-bit value, 0 to 4294967295, or undefined if the text is no IPv4 address. */
export function parseIpv4(text: string, start: number, end: number): number | undefined {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0 || dots === 3) return undefined;
      value = (value << 8) | octet;
      dots += 1;
      octet = 0;
      digits = 0;
    } else {
      const digit = code - ZERO;
      const hasLeadingZero = octet === 0 && digits > 0;
      if (digit < 0 || digit > 9 || hasLeadingZero) return undefined;
      octet = octet * 10 + digit;
      if (octet > 255) return undefined;
      digits += 1;
    }
  }
  // The shift by 0 makes the value unsigned.
  return dots === 3 && digits > 0 ? ((value << 8) | octet) >>> 0 : undefined;
}

/** Formats a 32-bit value as an IPv4 address. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}
