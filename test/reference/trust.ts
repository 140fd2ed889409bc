import { createRequire } from "node:module";
import type { Trust } from "../../src/index.js";
import { canonicalIPv6 } from "./address.js";
import { trimBlanks } from "./read-header.js";

/** Returns whether a canonical address, or `"unix"`, is trusted at a hop. */
export type TrustCheck = (address: string, hop: number) => boolean;

// By require, since the package has no types and the published ones import Node's.
const proxyAddr = createRequire(import.meta.url)("proxy-addr") as {
  compile(networks: readonly string[]): (address: string) => boolean;
};

/** Compiles the check of an option: proxy-addr's own for networks, `"unix"` by name, a function by `true` alone. */
export function compileTrustCheck(trust: Trust): TrustCheck {
  if (typeof trust === "function") return compileFunction(trust);
  const list = typeof trust === "string" ? trust.split(",").map(trimBlanks) : trust;
  const isInNetworks = proxyAddr.compile(list.filter((entry) => entry !== "unix").map(inGroups));
  return (address) => (address === "unix" ? list.includes("unix") : isInNetworks(address));
}

/** Writes an IPv6 network in groups: proxy-addr does not know a dotted tail behind any prefix, as in 64:ff9b::10.0.0.0. */
function inGroups(entry: string): string {
  const [address = "", ...suffix] = entry.split("/");
  return [canonicalIPv6(address) ?? address, ...suffix].join("/");
}

function compileFunction(trust: (address: string, hop: number) => unknown): TrustCheck {
  return (address, hop) => {
    try {
      return trust(address, hop) === true;
    } catch {
      return false;
    }
  };
}
