import type { Flags } from "../parse-arguments.js";

/** The flags that set an option, in the order of the help. */
export const OPTION_FLAGS: Flags = {
  "x-for": { value: "2" },
  "x-proto": { value: "1" },
  "x-host": { value: "1" },
  "x-port": { value: "1" },
  "x-prefix": { value: "1" },
  forwarded: { value: "1" },
  "trusted-peers": { value: "'loopback 10.0.0.0/8'" },
  "trusted-proxies": { value: "'10.0.0.0/8 198.51.100.7'" },
  "client-address-header": { value: "x-real-ip" },
  "header-names": { value: "proto=x-scheme", isRepeatable: true },
  "allowed-hosts": { value: "'example.com *.example.com'" },
  strict: {},
};

/** The flags of `explain`. */
export const EXPLAIN_FLAGS: Flags = {
  peer: { value: "127.0.0.1" },
  "peer-port": { value: "40000" },
  encrypted: {},
  authority: { value: "example.com:8080" },
  prefix: { value: "/app" },
  header: { value: "'X-Forwarded-For: 203.0.113.9'", isRepeatable: true },
  ...OPTION_FLAGS,
  options: { value: "'xFor=2,trustedPeers=loopback'" },
  env: {},
  diff: { value: "'xFor=2,trustedPeers=loopback'", isRepeatable: true },
  json: {},
};
