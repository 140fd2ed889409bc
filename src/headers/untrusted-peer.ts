import type { CompiledOptions } from "../options/compile-options.js";
import { readHeader } from "../options/read-header.js";
import type { AdapterFacts, AdapterResolution } from "./adapter-resolution.js";

/**
 * Describes a peer that is not trusted and sends a header that the options believe of a trusted one.
 *
 * No text of the client is in it: the address is the one that the connection reports.
 *
 * @returns the mistake and the change to make; undefined if the peer sends no such header, or has vanished
 */
export function describeUntrustedPeer(
  options: CompiledOptions,
  { headers }: AdapterFacts,
  { clientAddress, original }: AdapterResolution,
): string | undefined {
  if (listEnabled(options).every((name) => readHeader(headers, name) === undefined)) return undefined;
  // The client of such a request is the peer itself.
  const peer = original.peerAddress === "unix" ? "unix" : clientAddress;
  if (peer === undefined) return undefined;
  const option = options.walk === undefined ? "trustedPeers" : "trustedProxies";
  return (
    `A peer outside ${option}, ${peer}, sent forwarding headers; proxyFix believed none of them. ` +
    `If ${peer} is your proxy, add it, or the network that it is in, to ${option}. ` +
    "If it is a client or a service that connected directly, nothing is wrong; `warnings: false` silences this."
  );
}

/** Lists the headers that the options believe. */
export function listEnabled(options: CompiledOptions): readonly string[] {
  const { names, clientAddressHeader, forwarded, xFor, xProto, xHost, xPort, xPrefix } = options;
  const counted: readonly (readonly [count: number, name: string])[] = [
    [xFor, names.for],
    [xProto, names.proto],
    [xHost, names.host],
    [xPort, names.port],
    [xPrefix, names.prefix],
    [forwarded, "forwarded"],
  ];
  const enabled = counted.filter(([count]) => count > 0).map(([, name]) => name);
  return clientAddressHeader === undefined ? enabled : [...enabled, clientAddressHeader.name];
}
