import proxyaddr from "proxy-addr";

import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { formatAddress, parsePeer, parsePeerIp, type IpAddress } from "../grammar/address.js";
import { dropBlanks, skipBlanks } from "../grammar/list.js";
import type { AddressCheck } from "./address-table.js";
import { compileNetworks, findNetworkFault, NOT_ANYONE, toCanonicalNetwork } from "./networks.js";
import { isTrue } from "./predicate.js";

/**
 * Who is trusted: proxy-addr's notation (`"loopback"`, `"linklocal"`, `"uniquelocal"`, an address, `"10.0.0.0/8"`,
 * `"10.0.0.0/255.0.0.0"`) or `"unix"`; one, several in a text with commas, a list, or a function.
 *
 * A function receives an address in canonical text (or `"unix"`) and the hop, 0 for the peer. Only `true` is trust: a
 * throw, a promise or any other value is not.
 */
export type Trust = string | readonly string[] | ((address: string, hop: number) => boolean);

/** A compiled trust option. */
export interface CompiledTrust {
  /** Whether the option is a list: a walk ends at the first address outside it. A function may trust every address. */
  readonly isList: boolean;
  /**
   * Returns whether the peer is trusted: an address as a socket reports it, or `"unix"`; an unknown peer never is.
   *
   * @param groups - room for the groups of an IPv6 address
   */
  trustsPeer(peer: string | undefined, groups?: number[]): boolean;
  /** Returns whether an address is a trusted proxy's, `hop` places from the peer. */
  trustsHop(address: IpAddress, hop: number): boolean;
}

/**
 * Compiles a trust option.
 *
 * @param option - a list in proxy-addr's notation, `"unix"`, or a function; only its result `true` is trust
 * @param name - the option's name, for errors
 * @throws {ProxyFixOptionsError} if an entry is wrong, or the option is empty or of another type
 */
export function compileTrust(option: Trust, name: string): CompiledTrust {
  if (typeof option === "function") return compileFunction(option);
  const entries = readEntries(option, name);
  const networks = entries.filter((entry) => entry !== "unix");
  for (const entry of networks) {
    const fault = findNetworkFault(entry);
    if (fault !== undefined) throw new ProxyFixOptionsError(name, `got ${describeValue(entry)}; ${fault}`);
  }
  const canonical = networks.map(toCanonicalNetwork);
  checkByProxyAddr(canonical, name);
  return compileList(compileNetworks(canonical), entries);
}

/** Reads the entries of a list, or of one text with commas; each is trimmed of space and tab. */
function readEntries(option: unknown, name: string): readonly string[] {
  const list: unknown = typeof option === "string" ? option.split(",") : option;
  const entries: readonly unknown[] = Array.isArray(list) ? list : [list];
  const isEntry = (entry: unknown): entry is string => typeof entry === "string" && trimBlanks(entry) !== "";
  if (entries.length > 0 && entries.every(isEntry)) return entries.map(trimBlanks);
  const wrong = entries.find((entry) => !isEntry(entry));
  if (wrong === true) throw new ProxyFixOptionsError(name, `got true; expected ${NOT_ANYONE}`);
  const received = entries.length === 0 ? "an empty list" : describeValue(wrong);
  const place = received === '""' && typeof option === "string" && option !== "" ? ` in ${describeValue(option)}` : "";
  throw new ProxyFixOptionsError(
    name,
    `got ${received}${place}; expected addresses or networks such as "loopback" or "10.0.0.0/8", "unix", or a function; ` +
      "leave the option out to trust by count alone",
  );
}

function trimBlanks(text: string): string {
  const start = skipBlanks(text, 0, text.length);
  return text.slice(start, dropBlanks(text, start, text.length));
}

/** proxy-addr decides last about its own notation. */
function checkByProxyAddr(networks: readonly string[], name: string): void {
  try {
    proxyaddr.compile([...networks]);
  } catch (error) {
    const { message } = error as Error;
    throw new ProxyFixOptionsError(name, `${message}; expected a prefix length or a netmask that fits the address`);
  }
}

function compileList(isInNetworks: AddressCheck, entries: readonly string[]): CompiledTrust {
  const trustsUnix = entries.includes("unix");
  return {
    isList: true,
    trustsPeer: (peer, groups) => {
      if (typeof peer !== "string") return false;
      if (peer === "unix") return trustsUnix;
      const address = parsePeerIp(peer, groups);
      return address !== undefined && isInNetworks(address);
    },
    trustsHop: isInNetworks,
  };
}

function compileFunction(predicate: (address: string, hop: number) => boolean): CompiledTrust {
  const trusts = (address: string | undefined, hop: number): boolean =>
    address !== undefined && isTrue(() => predicate(address, hop));
  return {
    isList: false,
    trustsPeer: (peer) => typeof peer === "string" && trusts(peer === "unix" ? peer : parsePeer(peer), 0),
    trustsHop: (address, hop) => trusts(formatAddress(address), hop),
  };
}
