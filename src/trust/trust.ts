import proxyaddr from "proxy-addr";

import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { IPV6, NO_ADDRESS, parseNode, parsePeer, scanNode, scanPeer } from "../values/node.js";
import { findPlainIpv4 } from "../values/ipv4.js";
import { plainAddress } from "../values/plain-address.js";
import { findPlainIpv6 } from "../values/plain-ipv6.js";
import type { AddressTable } from "./address-table.js";
import { compileNetworks, findNetworkFault } from "./networks.js";

/** Who is trusted, as an option says it. */
type TrustOption = string | readonly string[] | ((address: string, hop: number) => boolean);

/** Who is trusted, compiled. */
export interface CompiledTrust {
  /** Whether a function decides, rather than a list. */
  readonly isFunction: boolean;
  /** Whether the peer is trusted: an address as a socket reports it, or `"unix"`; an unknown peer never is. */
  trustsPeer(peer: string | undefined): boolean;
  /** Whether the address that `findPlainAddress` has just found is a trusted proxy's; always false for a function. */
  trustsPlain(): boolean;
  /** Whether the node at these offsets is the address of a trusted proxy, `hop` places from the peer. */
  trustsNode(text: string, start: number, end: number, hop: number): boolean;
}

/**
 * Compiles a trust option.
 *
 * @param option - a list in proxy-addr's notation, `"unix"`, or a function of which only `true` is trust
 * @param name - the option's name, for errors
 * @throws {ProxyFixOptionsError} if an entry is wrong, or the option is empty or of another type
 */
export function compileTrust(option: TrustOption, name: string): CompiledTrust {
  if (typeof option === "function") return compileFunction(option);
  const entries = readEntries(option, name);
  const networks = entries.filter((entry) => entry !== "unix");
  for (const entry of networks) {
    const fault = findNetworkFault(entry);
    if (fault !== undefined) throw new ProxyFixOptionsError(name, `got "${entry}"; ${fault}`);
  }
  judgeNetworks(networks, name);
  return compileList(compileNetworks(networks), networks.length < entries.length);
}

function readEntries(option: unknown, name: string): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(option) ? option : [option];
  if (entries.length > 0 && entries.every((entry) => typeof entry === "string" && entry !== "")) {
    return entries as readonly string[];
  }
  const wrong = entries.find((entry) => typeof entry !== "string" || entry === "");
  const came = entries.length === 0 ? "an empty list" : describeValue(wrong);
  throw new ProxyFixOptionsError(
    name,
    `got ${came}; expected addresses or networks such as "loopback" or "10.0.0.0/8", "unix", or a function; ` +
      "leave the option out to trust by count alone",
  );
}

/** proxy-addr has the last word on its own notation. */
function judgeNetworks(networks: readonly string[], name: string): void {
  try {
    if (networks.length > 0) proxyaddr.compile([...networks]);
  } catch (error) {
    const { message } = error as Error;
    throw new ProxyFixOptionsError(name, `${message}; expected a prefix length or a netmask that fits the address`);
  }
}

function compileList(table: AddressTable, trustsUnix: boolean): CompiledTrust {
  const has = (address: number): boolean =>
    address === IPV6 ? table.hasIpv6() : address !== NO_ADDRESS && table.hasIpv4(address);
  return {
    isFunction: false,
    trustsPeer: (peer) => {
      if (typeof peer !== "string") return false;
      const plain = findPlainIpv4(peer, peer.length);
      if (plain === 0 || (plain === 7 && peer.startsWith("::ffff:"))) return table.hasPair();
      if (findPlainIpv6(peer, peer.length) === 0) return table.hasIpv6();
      return peer === "unix" ? trustsUnix : has(scanPeer(peer));
    },
    trustsPlain: () => (plainAddress.isIpv6 ? table.hasIpv6() : table.hasPair()),
    trustsNode: (text, start, end) => has(scanNode(text, start, end)),
  };
}

function compileFunction(judge: (address: string, hop: number) => boolean): CompiledTrust {
  const trusts = (address: string | undefined, hop: number): boolean => {
    try {
      // A promise or any other value is not trust, whatever the types say.
      const verdict: unknown = address !== undefined && judge(address, hop);
      if (verdict instanceof Promise) verdict.catch(() => {});
      return verdict === true;
    } catch {
      return false;
    }
  };
  return {
    isFunction: true,
    trustsPeer: (peer) => typeof peer === "string" && trusts(peer === "unix" ? peer : parsePeer(peer), 0),
    trustsPlain: () => false,
    trustsNode: (text, start, end, hop) => trusts(parseNode(text, start, end), hop),
  };
}
