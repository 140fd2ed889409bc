import { formatAddress, parsePeer, parsePeerIp } from "../grammar/address.js";
import { compileTrust } from "../trust/trust.js";
import type { PeerChoice, RecommendedOptions } from "./recommendation.js";
import type { Visit } from "./visit.js";

/** Who connected, as far as trustedPeers can name it. */
export interface Peers {
  /** The value of trustedPeers; left out if a person has to choose. */
  readonly trustedPeers?: NonNullable<RecommendedOptions["trustedPeers"]>;
  /** The addresses outside this machine, in canonical text. */
  readonly remote: readonly string[];
}

/** Reads who connected in all visits. */
export function readPeers(visits: readonly Visit[]): Peers {
  const all = visits.map(({ facts }) => facts.peerAddress ?? "");
  const kinds = [...new Set(all.map(classify))];
  const remote = [...new Set(all.filter((peer) => classify(peer) === "remote").map((peer) => parsePeer(peer) ?? ""))];
  if (kinds.includes("remote") || kinds.length === 0) return { remote };
  return { trustedPeers: kinds.length === 1 ? kinds[0]! : ["unix", "loopback"], remote };
}

const LOOPBACK = compileTrust("loopback", "trustedPeers");

function classify(peer: string): "unix" | "loopback" | "remote" {
  if (peer === "unix") return "unix";
  return LOOPBACK.trustsPeer(peer) ? "loopback" : "remote";
}

/** Lists the ways to answer "who may connect?" for peers outside this machine. */
export function listPeerChoices(remote: readonly string[]): readonly PeerChoice[] {
  const known = remote.filter((peer) => peer !== "");
  if (known.length === 0) return [];
  return [
    {
      value: known.map(formatEntry).join(", "),
      text: known.length === 1 ? "it keeps its address" : "they keep their addresses",
    },
    {
      value: [...new Set(known.map(formatSubnet))].join(", "),
      text: "it moves within a subnet that is all mine",
    },
    { value: null, text: "its addresses change, and nobody else can reach the port" },
  ];
}

/** Formats an address as an entry of a trust option, which does not accept one that looks like a network. */
export function formatEntry(address: string): string {
  return address.endsWith(".0.0") ? `${address}/32` : address;
}

/** Formats the usual subnet of an address: /24, or /64 for IPv6. */
function formatSubnet(peer: string): string {
  const address = parsePeerIp(peer)!;
  if (typeof address === "number") return `${formatAddress(address - (address % 256))}/24`;
  return `${formatAddress([...address.slice(0, 4), 0, 0, 0, 0])}/64`;
}

/** Returns whether an address looks like the gateway of a container network: 172.17.0.1 to 172.31.255.1. */
export function isContainerGateway(address: string): boolean {
  const [first, second, , last] = address.split(".").map(Number);
  return first === 172 && second! >= 17 && second! <= 31 && last === 1;
}
