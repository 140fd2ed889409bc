import { describe, expect, it } from "vitest";
import { findParameterObstacle, readCountedElement } from "../../../src/explain/facts/forwarded-element.js";
import { runResolver, type Run } from "../../../src/explain/facts/run.js";
import type { ProxyFixOptions } from "../../../src/index.js";
import { compileOptions } from "../../../src/options/compile-options.js";

function runOn(forwarded: string | string[] | undefined, options: ProxyFixOptions): Run {
  const headers = forwarded === undefined ? {} : { forwarded };
  return runResolver(compileOptions(options), { headers, peerAddress: "10.0.0.1" });
}

describe("readCountedElement", () => {
  it("returns the counted element and its source", () => {
    const run = runOn(["for=192.0.2.9", 'for="[2001:db8::7]:4711";host=app.test , for=10.0.0.7'], { forwarded: 2 });
    expect(readCountedElement(run)).toEqual({
      element: { for: "[2001:db8::7]:4711", host: "app.test", proto: undefined },
      source: { header: "forwarded", place: 2, line: 2, lines: 2, text: 'for="[2001:db8::7]:4711";host=app.test' },
    });
  });

  it("returns the element at which a walk stopped", () => {
    const run = runOn("for=192.0.2.9, for=10.0.0.7", { forwarded: 9, trustedProxies: "10.0.0.0/8" });
    expect(readCountedElement(run)).toMatchObject({ source: { place: 2, text: "for=192.0.2.9" } });
  });

  it.each<[string, string | undefined, ProxyFixOptions]>([
    ["absent", undefined, { forwarded: 1 }],
    ["short-chain", "for=192.0.2.9", { forwarded: 2 }],
    ["empty", "for=192.0.2.9, ", { forwarded: 1 }],
    ["invalid", "for=192.0.2.9;for=192.0.2.8", { forwarded: 1 }],
    ["invalid", 'for=192.0.2.9"', { forwarded: 1 }],
    ["invalid", 'for=192.0.2.9, for=10.0.0.7"', { forwarded: 2 }],
    ["untrusted-peer", "for=192.0.2.9", { forwarded: 1, trustedPeers: "10.0.0.9" }],
  ])("returns the obstacle %s for %s", (obstacle, text, options) => {
    expect(readCountedElement(runOn(text, options))).toEqual({ obstacle });
  });

  it("returns no obstacle if the peer is not trusted and the header is missing", () => {
    expect(readCountedElement(runOn(undefined, { forwarded: 1, trustedPeers: "10.0.0.9" }))).toEqual({});
  });
});

describe("findParameterObstacle", () => {
  const find = (text: string, name: "for" | "proto" | "host"): unknown => {
    const run = runOn(text, { forwarded: 1 });
    return findParameterObstacle(name, readCountedElement(run), run);
  };

  it("is that of the element if there is no element", () => {
    expect(find("", "proto")).toBe("empty");
  });

  it("is none if the parameter is believed", () => {
    expect(find("for=192.0.2.9;proto=https;host=a.test", "for")).toBeUndefined();
    expect(find("for=192.0.2.9;proto=https;host=a.test", "host")).toBeUndefined();
  });

  it("is unidentified without a for, and no-parameter without another", () => {
    expect(find("by=10.0.0.7", "for")).toBe("unidentified");
    expect(find("by=10.0.0.7", "host")).toBe("no-parameter");
  });

  it("is empty or invalid by the parameter itself, whatever the others are", () => {
    expect(find('for=_hidden;proto="";host=a.test', "for")).toBe("invalid");
    expect(find('for=_hidden;proto="";host=a.test', "proto")).toBe("empty");
  });
});
