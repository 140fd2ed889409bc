import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { compilePolicy } from "../../src/headers/header-policy.js";
import { compileOptions } from "../../src/options/compile-options.js";
import type { ProxyFixOptions } from "../../src/options/options.js";

function findRoles(options: ProxyFixOptions, names: readonly string[], kept: readonly string[] = []): unknown[] {
  const policy = compilePolicy(compileOptions(options), kept);
  return names.map((name) => policy.find(name));
}

describe("the role of a header in a policy", () => {
  it.each<[string, ProxyFixOptions, readonly string[], unknown[]]>([
    ["is its fact for the X-Forwarded headers, by default", {}, ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix"], ["for", "proto", "host", "port", "prefix"]], // prettier-ignore
    ["is authority and scheme for the headers of the connection", {}, ["host", ":authority", ":scheme"], ["authority", "authority", "scheme"]], // prettier-ignore
    ["is delete if X-Forwarded-For is not believed", { xFor: 0 }, ["x-forwarded-for"], ["delete"]],
    ["is delete for Forwarded and vendor headers, by default", {}, ["forwarded", "x-real-ip", "proxy"], ["delete", "delete", "delete"]], // prettier-ignore
    ["is forwarded for Forwarded, and delete for its rivals, if it is believed", { forwarded: 1 }, ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"], ["forwarded", "delete", "delete", "delete", "port"]], // prettier-ignore
    ["is single for the clientAddressHeader", { clientAddressHeader: "X-Real-IP" }, ["x-real-ip", "x-forwarded-for"], ["single", "delete"]], // prettier-ignore
    ["is its fact for a renamed header, and delete for the well-known one", { headerNames: { for: "X-Fwd" } }, ["x-fwd", "x-forwarded-for"], ["for", "delete"]], // prettier-ignore
    ["is delete for the dashed form of a renamed header", { headerNames: { for: "x_fwd" } }, ["x_fwd", "x-fwd"], ["for", "delete"]], // prettier-ignore
    ["is delete for an alias with underscores", {}, ["x_forwarded_for", "x_real-ip"], ["delete", "delete"]],
    ["is undefined for any other header", {}, ["accept", "user-agent", "x-request-id", "x_accept"], [undefined, undefined, undefined, undefined]], // prettier-ignore
  ])("%s", (_title, options, names, roles) => {
    expect(findRoles(options, names)).toEqual(roles);
  });

  it("is undefined for a vendor header that is kept, whatever its case", () => {
    expect(findRoles({}, ["cf-connecting-ip", "cf_connecting_ip", "x-real-ip"], ["CF-Connecting-IP"])).toEqual([
      ...[undefined, undefined, "delete"],
    ]);
  });
});

describe("compilePolicy", () => {
  it.each<[unknown, string]>([
    ["x-forwarded-for", 'forwardedHeaders: "keep"'],
    ["forwarded", 'forwardedHeaders: "keep"'],
    ["accept", "any other is left alone anyway"],
    [7, "got 7"],
  ])("throws if the header to keep is %o", (kept, hint) => {
    const compile = (): unknown => compilePolicy(compileOptions({}), [kept as string]);
    expect(compile).toThrow(ProxyFixOptionsError);
    expect(compile).toThrow(hint);
  });
});
