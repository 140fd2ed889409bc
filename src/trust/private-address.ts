import { parsePeerIp } from "../grammar/address.js";
import { compileNetworks } from "./networks.js";

/**
 * The networks whose addresses are nobody's on the public internet (RFC 6890): those of a private network, of a platform
 * (100.64.0.0/10), of this machine and of many receivers, and all of IPv6 but 2000::/3 (RFC 4291 section 2.4).
 */
const isPrivate = compileNetworks([
  ...["loopback", "linklocal", "uniquelocal"],
  ...["0.0.0.0/8", "100.64.0.0/10", "198.18.0.0/15", "224.0.0.0/3"],
  // Azure's own address for health checks, which exists inside its networks alone.
  "168.63.129.16/32",
  ...["::/3", "4000::/2", "8000::/1"],
]);

/**
 * Returns whether an address is nobody's on the public internet.
 *
 * @param address - as a socket reports it, or in canonical text; false for anything else, such as `"unix"`
 */
export function isPrivateAddress(address: string): boolean {
  const ip = parsePeerIp(address);
  return ip !== undefined && isPrivate(ip);
}
