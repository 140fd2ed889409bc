import { describe, expect, it } from "vitest";
import { runResolver } from "../../src/explain/facts/run.js";
import { findUnbelieved } from "../../src/explain/unbelieved-headers.js";
import type { ProxyFixOptions } from "../../src/index.js";
import { compileOptions } from "../../src/options/compile-options.js";
import { VENDOR_SIGNS } from "../../src/options/vendor-headers.js";

function find(names: readonly string[], options: ProxyFixOptions = {}): ReturnType<typeof findUnbelieved> {
  const headers = Object.fromEntries(names.map((name) => [name, "evil"]));
  return findUnbelieved(runResolver(compileOptions(options), { headers, peerAddress: "10.0.0.1" }));
}

describe("findUnbelieved", () => {
  it("finds headers that no option reads, with the facts that they contain, in order", () => {
    expect(find(["x-forwarded-port", "x-forwarded-ssl", "x-real-ip", "host"])).toEqual({
      code: "unbelieved-headers",
      level: "note",
      facts: ["address", "proto", "port"],
      text: expect.stringMatching(/^No option reads these headers: x-forwarded-port, x-real-ip, x-forwarded-ssl\. /),
    });
  });

  it.each<[string, ProxyFixOptions, string[]]>([
    ["x-forwarded-for", { xFor: 0 }, ["address"]],
    ["x-forwarded-proto", { xProto: 0 }, ["proto"]],
    ["x-forwarded-host", {}, ["host"]],
    ["x-forwarded-prefix", {}, ["prefix"]],
    ["forwarded", {}, ["address", "proto", "host"]],
    ["x-original-host", {}, ["host"]],
    ["x-own", { headerNames: { for: "x-own" }, xFor: 0 }, ["address"]],
    ["x-own", { headerNames: { proto: "x-own" }, xProto: 0 }, ["proto"]],
    ["x-own", { headerNames: { host: "x-own" } }, ["host"]],
    ["x-own", { headerNames: { port: "x-own" } }, ["port"]],
    ["x-own", { headerNames: { prefix: "x-own" } }, ["prefix"]],
    ["x-forwarded-for", { headerNames: { for: "x-own" } }, ["address"]],
    ["x-forwarded-for", { clientAddressHeader: "x-real-ip" }, ["address"]],
  ])("finds %s with %o", (name, options, facts) => {
    expect(find([name], options)?.facts).toEqual(facts);
  });

  it.each<[string, ProxyFixOptions]>([
    ["x-forwarded-for", {}],
    ["forwarded", { forwarded: 1 }],
    ["x-real-ip", { clientAddressHeader: "x-real-ip" }],
    ["x-own", { headerNames: { host: "x-own" }, xHost: 1 }],
    ["via", {}],
    ["cdn-loop", {}],
    ["cf-ipcountry", {}],
    ["x-request-id", {}],
  ])("does not find %s with %o", (name, options) => {
    expect(find([name], options)).toBeUndefined();
  });

  it("names eight headers at most", () => {
    const { text = "" } = find(VENDOR_SIGNS) ?? {};
    expect(text).toContain(`, ${VENDOR_SIGNS[7]} and ${VENDOR_SIGNS.length - 8} more. `);
    expect(text).not.toContain(VENDOR_SIGNS[8]);
  });
});
