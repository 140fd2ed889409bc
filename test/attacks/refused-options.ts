import type { ProxyFixOptions } from "../../src/index.js";

/** Options that would let anyone forge, each refused when it is read. */
export interface RefusedOptions {
  readonly id: string;
  /** The option that the error names. */
  readonly option: keyof ProxyFixOptions;
  readonly options: ProxyFixOptions;
}

const NETWORKS = ["*", "0.0.0.0/0", "::/0", "0.0.0.0/1, 128.0.0.0/1", "::ffff:0.0.0.0/96", "0.0.0.0", "true"] as const;

/** Trust in everybody, in every way in which other software accepts it. */
export const refusedOptions: readonly RefusedOptions[] = [
  // Every peer, and with trustedProxies every address in the list, would be a proxy: the client's leftmost value is believed.
  ...NETWORKS.flatMap((networks): RefusedOptions[] => [
    { id: "wildcard-trust", option: "trustedPeers", options: { trustedPeers: networks } },
    { id: "wildcard-trust", option: "trustedProxies", options: { trustedProxies: networks } },
  ]),
  { id: "wildcard-trust", option: "trustedPeers", options: { trustedPeers: true as never } },
  // Any site would be allowed.
  { id: "wildcard-host", option: "allowedHosts", options: { allowedHosts: ["*"] } },
  { id: "wildcard-host", option: "allowedHosts", options: { allowedHosts: ["*."] } },
];
