import type { AdapterOptions } from "../../src/adapters/node.js";
import type { HeaderLine } from "../contract/wire.js";
import { EVIL, FORGED } from "./attack.js";

/** A request to an application whose options do not fit its proxies: it is served, and the process is warned. */
export interface WarnedRequest {
  readonly id: string;
  readonly title: string;
  readonly options: AdapterOptions;
  /** The address of the peer, which is on no loopback network. */
  readonly peer: string;
  readonly lines: readonly HeaderLine[];
  readonly code: string;
  /** The client address that the application reads. */
  readonly clientAddress: string;
}

export const warnedRequests: readonly WarnedRequest[] = [
  // Counts alone cannot know a proxy from a client that connects directly: nothing refuses the forged address.
  {
    id: "past-the-proxy",
    title: "warns if a peer of the public internet is believed by counts alone",
    options: { xHost: 1 },
    peer: "198.51.100.20",
    lines: [
      ["X-Forwarded-For", FORGED],
      ["X-Forwarded-Host", EVIL],
    ],
    code: "PROXYFIX_NO_TRUSTED_PEERS",
    clientAddress: FORGED,
  },
  // A list of a provider's networks grows stale: its new proxy is a stranger, whose clients all have one address then.
  {
    id: "stale-list",
    title: "warns if a proxy is missing in the list, and believes nothing of it",
    options: { trustedPeers: "192.0.2.0/24" },
    peer: "203.0.113.5",
    lines: [["X-Forwarded-For", FORGED]],
    code: "PROXYFIX_UNTRUSTED_PEER",
    clientAddress: "203.0.113.5",
  },
];
