import { findPlainIpv4, pair } from "./ipv4.js";
import { isItemStart } from "./list.js";
import { findPlainIpv6 } from "./plain-ipv6.js";

/** What {@link findPlainAddress} found last: an IPv6 address, which `groups` hold then, or an IPv4 address, which `pair` holds. */
export const plainAddress = { isIpv6: false };

/**
 * Finds the address that is all there is in the item which ends at `end`, in its canonical form.
 *
 * @returns the offset where the address begins, which is where the item begins by `isItemStart`; -1 where the item is
 *   anything else, another spelling included, and for 0.0.0.0 and ::, which are nobody's
 */
export function findPlainAddress(text: string, end: number): number {
  const ipv4 = findPlainIpv4(text, end);
  plainAddress.isIpv6 = ipv4 < 0;
  const start = ipv4 < 0 ? findPlainIpv6(text, end) : (pair[0]! | pair[1]!) === 0 ? -1 : ipv4;
  return start >= 0 && isItemStart(text, start) ? start : -1;
}
