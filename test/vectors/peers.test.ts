import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createResolver } from "../../src/index.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Issue, RequestFacts } from "../../src/resolution.js";
import { both, expectResolution } from "../reference/both.js";

interface PeerVector {
  readonly source: string;
  readonly name: string;
  readonly facts: RequestFacts;
  readonly options: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly clientAddress?: string;
    readonly clientPort?: number;
    readonly proto: string;
    readonly host?: string;
    readonly prefix: string;
    readonly issues: readonly Issue[];
  };
}

const file = new URL("../../vectors/peers.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: PeerVector[] };

/** An empty list is an error here; a list without the request's peer replaces it. */
const NOBODY = ["198.51.100.99"];

function isEmptyList(trust: unknown): boolean {
  return Array.isArray(trust) && trust.length === 0;
}

/** Reads a vector's options: JSON has no Infinity, so its name replaces it. */
function optionsOf({ options }: PeerVector): ProxyFixOptions {
  const entries = Object.entries(options).map(([key, value]) => {
    if (value === "Infinity") return [key, Number.POSITIVE_INFINITY];
    return [key, isEmptyList(value) ? NOBODY : value];
  });
  return Object.fromEntries(entries) as ProxyFixOptions;
}

/** Pairs each vector with its name, for `it.each`: `%s` prints all of it, `$name` only its first 40 characters. */
function named(list: readonly (typeof vectors)[number][]): (readonly [string, (typeof vectors)[number]])[] {
  return list.map((vector) => [`${vector.source}: ${vector.name}`, vector]);
}

describe.each(both)("cases known from other systems, resolved by %s,", (_by, resolve) => {
  it.each(named(vectors))("have the expected result: %s", (_name, vector) => {
    const { clientAddress, clientPort, proto, host, prefix, issues } = expectResolution(
      resolve(vector.facts, optionsOf(vector)),
    );
    expect({ clientAddress, clientPort, proto, host, prefix, issues }).toEqual(vector.expected);
  });
});

describe("an empty list of trusted proxies", () => {
  it.each(named(vectors.filter(({ options }) => isEmptyList(options["trustedProxies"]))))(
    "is an error when the resolver is created: %s",
    (_name, { options }) => {
      const { trustedProxies } = options as ProxyFixOptions;
      expect(() => createResolver({ trustedProxies: trustedProxies ?? "loopback" })).toThrow(
        expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "trustedProxies" }),
      );
    },
  );
});
