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

const file = new URL("./peers.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: PeerVector[] };

/** A list that trusts nobody is an error here; the case is put with one that does not hold the request's peer. */
const NOBODY = ["198.51.100.99"];

function isEmptyList(trust: unknown): boolean {
  return Array.isArray(trust) && trust.length === 0;
}

/** The vector's options: JSON has no Infinity, so its name stands for it. */
function optionsOf({ options }: PeerVector): ProxyFixOptions {
  const entries = Object.entries(options).map(([key, value]) => {
    if (value === "Infinity") return [key, Number.POSITIVE_INFINITY];
    return [key, isEmptyList(value) ? NOBODY : value];
  });
  return Object.fromEntries(entries) as ProxyFixOptions;
}

describe.each(both)("every case known from other systems, by %s", (_name, resolve) => {
  it.each(vectors)("$source: $name", (vector) => {
    const { clientAddress, clientPort, proto, host, prefix, issues } = expectResolution(
      resolve(vector.facts, optionsOf(vector)),
    );
    expect({ clientAddress, clientPort, proto, host, prefix, issues }).toEqual(vector.expected);
  });
});

describe("the list that trusts nobody", () => {
  it.each(vectors.filter(({ options }) => isEmptyList(options["trustedProxies"])))(
    "$source: $name is refused at construction",
    ({ options }) => {
      const { trustedProxies } = options as ProxyFixOptions;
      expect(() => createResolver({ trustedProxies: trustedProxies ?? "loopback" })).toThrow(
        expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "trustedProxies" }),
      );
    },
  );
});
