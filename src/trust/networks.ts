import ipaddr from "ipaddr.js";

import { parseIpv4 } from "../grammar/ipv4.js";
import { listedNode } from "../grammar/node.js";
import { formatAddress, parsePeerIp } from "../grammar/address.js";
import { createAddressCheck, type AddressCheck, type Range } from "./address-table.js";

/** The networks that proxy-addr knows by name. */
const NAMED_NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.1/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

const SHORTEST_IPV4 = 8;
const SHORTEST_IPV6 = 7;
const MAPPED = 96;

/** A network: its address as written, and its prefix length. */
interface Network {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/**
 * Writes an entry's address in canonical text, which every version of ipaddr.js and proxy-addr parses: a dotted tail
 * (`::11.22.33.44`) becomes two groups. An IPv4-mapped address stays one, since its prefix length counts 128 bits.
 *
 * @returns the entry as it is if it has no address
 */
export function toCanonicalNetwork(entry: string): string {
  const [text = "", ...suffix] = entry.split("/");
  // A peer may have a zone, a node a port or brackets; a network has none of these.
  const address = text.includes("%") ? undefined : parsePeerIp(text);
  if (address === undefined) return entry;
  const mapped = typeof address === "number" && text.includes(":") ? "::ffff:" : "";
  return [mapped + formatAddress(address), ...suffix].join("/");
}

/** Checks an entry of a trust list, before proxy-addr sees it: the expected form, or undefined if the entry is good. */
export function findNetworkFault(entry: string): string | undefined {
  if (Object.hasOwn(NAMED_NETWORKS, entry)) return undefined;
  const canonical = toCanonicalNetwork(entry);
  const slash = canonical.indexOf("/");
  const address = slash < 0 ? canonical : canonical.slice(0, slash);
  if (address.includes("%") || parsePeerIp(address) === undefined) return describeAddressFault(address);
  const suffix = slash < 0 ? undefined : canonical.slice(slash + 1);
  if (/^[0-9.]+\.0\.0$/.test(entry)) return describeBareNetwork(entry);
  if (suffix !== undefined && !isPrefixLength(suffix) && parseIpv4(suffix, 0, suffix.length) === undefined) {
    return "expected a prefix length or a netmask after the slash, such as 10.0.0.0/8";
  }
  // proxy-addr checks whether the suffix fits the address.
  const network = readNetwork(canonical);
  return network === undefined ? undefined : findBreadthFault(network);
}

/** The remedy for every way to trust any peer. */
export const NOT_ANYONE = "the networks that your proxies are in; leave the option out to trust by count alone";

/** Words for a network that are none here, each with the expected one. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  localhost: '"loopback", the addresses of this machine',
  private: '"uniquelocal", the private networks',
  true: NOT_ANYONE,
  "*": NOT_ANYONE,
};

function describeAddressFault(address: string): string {
  const word = address.toLowerCase();
  if (Object.hasOwn(OTHER_WORDS, word)) return `expected ${OTHER_WORDS[word]}`;
  if (/^(?:unix:|\.{0,2}$)/.test(word)) return 'expected "unix", which is the peer of every unix-domain socket';
  if (listedNode.parseIp(address, 0, address.length) !== undefined) {
    return "expected an address without port or brackets";
  }
  if (address.includes(",")) return "expected one entry for each element of the list, or one text with commas";
  if (/^[a-z-]+$/i.test(address)) {
    return 'expected an address, a network, "loopback", "linklocal", "uniquelocal" or "unix"; names are not looked up';
  }
  if (/[g-z]/i.test(address) && !address.includes("%")) {
    return "expected an address or a network; names are not looked up";
  }
  return "expected an address in its usual form: four decimal parts without leading zeros, or IPv6 without a zone";
}

/** An address that ends in `.0.0` is nearly always meant as a network. */
function describeBareNetwork(address: string): string {
  const [first, second] = address.split(".").map(Number);
  if (first === 0) return `expected ${NOT_ANYONE}`;
  const others = second === 0 ? 8 : 16;
  const bits = first === 172 && second === 16 ? 12 : others;
  return (
    `expected ${address}/${bits} for the network, a longer prefix such as ${address}/24 for the subnet of your proxies, ` +
    `or ${address}/32 for the one address`
  );
}

function findBreadthFault({ address, bits }: Network): string | undefined {
  const shortestIpv6 = isMapped(address) ? MAPPED + SHORTEST_IPV4 : SHORTEST_IPV6;
  const shortest = address.kind() === "ipv4" ? SHORTEST_IPV4 : shortestIpv6;
  if (bits >= shortest) return undefined;
  return bits === 0 ? `expected ${NOT_ANYONE}` : `expected a prefix of /${shortest} or longer: ${NOT_ANYONE}`;
}

function isMapped(address: Network["address"]): boolean {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}

function isPrefixLength(text: string): boolean {
  return /^(?:0|[1-9][0-9]{0,2})$/.test(text);
}

/** Reads an entry whose address is good, as proxy-addr does; undefined if its suffix is no netmask of the address. */
function readNetwork(entry: string): Network | undefined {
  const [text = "", suffix] = entry.split("/");
  const address = ipaddr.parse(text);
  if (suffix === undefined) return { address, bits: address.kind() === "ipv4" ? 32 : 128 };
  const bits = isPrefixLength(suffix) ? Number(suffix) : readNetmask(address, suffix);
  return bits === null ? undefined : { address, bits };
}

function readNetmask(address: ipaddr.IPv4 | ipaddr.IPv6, text: string): number | null {
  const mask = ipaddr.parse(text);
  return address.kind() === "ipv4" ? mask.prefixLengthFromSubnetMask() : null;
}

/**
 * Compiles a list of good entries, canonical, to a check with the results of proxy-addr's compiled function, in integers.
 *
 * An IPv4-mapped network is the IPv4 network; any other IPv6 network holds no IPv4 address (proxy-addr since 2.0.8).
 */
export function compileNetworks(entries: readonly string[]): AddressCheck {
  const ipv4: Range[] = [];
  const ipv6: Range[] = [];
  for (const entry of entries.flatMap((name) => NAMED_NETWORKS[name] ?? [name])) {
    const { address, bits } = readNetwork(entry)!;
    const value = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    if (isMapped(address)) ipv4.push(spanRange(value & 0xffffffffn, bits - MAPPED, 32));
    else if (address.kind() === "ipv4") ipv4.push(spanRange(value, bits, 32));
    else ipv6.push(spanRange(value, bits, 128));
  }
  return createAddressCheck(ipv4, ipv6);
}

/** Returns the first and last address of the network that contains `value`. */
function spanRange(value: bigint, bits: number, width: number): Range {
  const host = (1n << BigInt(width - bits)) - 1n;
  return [value & ~host, value | host];
}
