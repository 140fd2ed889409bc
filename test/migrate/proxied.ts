/** The request of the examples: a client behind one proxy on the same machine. */

/** The address that the proxy states. */
export const CLIENT = "198.51.100.7";
/** The address that the client claims to have. */
export const FORGED = "203.0.113.66";
/** The headers as the application receives them from the proxy. */
export const PROXIED = { host: "shop.example", "x-forwarded-for": CLIENT, "x-forwarded-proto": "https" } as const;
/** The options for the proxy. */
export const ONE = { trustedPeers: "loopback" } as const;
