import { createRequire } from "node:module";
import type { Trust } from "../../src/options/options.js";

/** Says whether a canonical address, or `"unix"`, is trusted at a hop. */
export type Judge = (address: string, hop: number) => boolean;

// By require, since the package brings no types and the ones on the registry pull in Node's.
const proxyAddr = createRequire(import.meta.url)("proxy-addr") as {
  compile(networks: readonly string[]): (address: string) => boolean;
};

/** The judge for an option: proxy-addr's own for networks, `"unix"` by name, a function by `true` alone. */
export function referenceJudge(trust: Trust): Judge {
  if (typeof trust === "function") return judgeByFunction(trust);
  const list = typeof trust === "string" ? [trust] : trust;
  const judge = proxyAddr.compile(list.filter((entry) => entry !== "unix"));
  return (address) => (address === "unix" ? list.includes("unix") : judge(address));
}

function judgeByFunction(trust: (address: string, hop: number) => unknown): Judge {
  return (address, hop) => {
    try {
      return trust(address, hop) === true;
    } catch {
      return false;
    }
  };
}
