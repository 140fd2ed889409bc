import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { compilePolicy } from "../../src/headers/header-policy.js";
import { compileOptions } from "../../src/options/compile-options.js";
import type { ProxyFixOptions } from "../../src/options/options.js";

function findRoles(options: ProxyFixOptions, names: readonly string[], kept: readonly string[] = []): unknown[] {
  const policy = compilePolicy(compileOptions(options), kept);
  return names.map((name) => policy.find(name));
}

describe("the roles of a policy", () => {
  it.each<[string, ProxyFixOptions, readonly string[], unknown[]]>([
    ["X-Forwarded-For has the role for, X-Forwarded-Proto the role proto, and so on, by default", {}, ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix"], ["for", "proto", "host", "port", "prefix"]], // prettier-ignore
    ["Host and :authority have the role authority, :scheme the role scheme", {}, ["host", ":authority", ":scheme"], ["authority", "authority", "scheme"]], // prettier-ignore
    ["X-Forwarded-For is deleted if it is not believed", { xFor: 0 }, ["x-forwarded-for"], ["delete"]],
    ["Forwarded and vendor headers are deleted, by default", {}, ["forwarded", "x-real-ip", "proxy"], ["delete", "delete", "delete"]], // prettier-ignore
    ["if Forwarded is believed, X-Forwarded-For, -Proto and -Host are deleted, and -Port is not", { forwarded: 1 }, ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"], ["forwarded", "delete", "delete", "delete", "port"]], // prettier-ignore
    ["the clientAddressHeader has the role single, and X-Forwarded-For is deleted", { clientAddressHeader: "X-Real-IP" }, ["x-real-ip", "x-forwarded-for"], ["single", "delete"]], // prettier-ignore
    ["a renamed X-Forwarded-For has the role for, and X-Forwarded-For is deleted", { headerNames: { for: "X-Fwd" } }, ["x-fwd", "x-forwarded-for"], ["for", "delete"]], // prettier-ignore
    ["the dashed form of a renamed header is deleted", { headerNames: { for: "x_fwd" } }, ["x_fwd", "x-fwd"], ["for", "delete"]], // prettier-ignore
    ["an alias with underscores is deleted", {}, ["x_forwarded_for", "x_real-ip"], ["delete", "delete"]],
    ["an alias with dots is deleted", {}, ["x.forwarded.for", "x.real-ip"], ["delete", "delete"]],
    ["any other header has no role", {}, ["accept", "user-agent", "x-request-id", "x_accept"], [undefined, undefined, undefined, undefined]], // prettier-ignore
  ])("%s", (_title, options, names, roles) => {
    expect(findRoles(options, names)).toEqual(roles);
  });

  it("a vendor header that is kept has no role, whatever its case", () => {
    expect(findRoles({}, ["cf-connecting-ip", "cf_connecting_ip", "x-real-ip"], ["CF-Connecting-IP"])).toEqual([
      ...[undefined, undefined, "delete"],
    ]);
  });
});

describe("compilePolicy", () => {
  it.each<[unknown, string]>([
    ["x-forwarded-for", 'forwardedHeaders: "keep"'],
    ["forwarded", 'forwardedHeaders: "keep"'],
    ["accept", "any other header is left alone anyway"],
    [7, "got 7"],
  ])("throws if the header to keep is %o", (kept, hint) => {
    const compile = (): unknown => compilePolicy(compileOptions({}), [kept as string]);
    expect(compile).toThrow(ProxyFixOptionsError);
    expect(compile).toThrow(hint);
  });
});
