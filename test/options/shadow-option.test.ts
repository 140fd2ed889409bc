import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { compileShadow } from "../../src/options/shadow-option.js";

describe("compileShadow, given something else", () => {
  it("shows the call", () => {
    const compile = (): unknown => compileShadow(new Map());
    expect(compile).toThrow("`shadow`: got an instance of Map; expected an object such as");
    expect(compile).toThrow("write proxyFix({ shadow: { … } })");
  });
});

describe("compileShadow", () => {
  it("returns undefined if the option is unset, and else compiled options, complete by themselves", () => {
    expect(compileShadow(undefined)).toBeUndefined();
    expect(compileShadow({})).toMatchObject({ xFor: 1, xProto: 1, xHost: 0 });
    expect(compileShadow({ forwarded: 2 })).toMatchObject({ xFor: 0, xProto: 0, forwarded: 2 });
  });

  it.each<[unknown, string, string]>([
    [{ xFor: -1 }, "shadow.xFor", "`shadow.xFor`: got -1; expected an integer from 0"],
    [{ xfor: 1 }, "shadow.xfor", "`shadow.xfor` is not an option. Did you mean"],
    [{ trustedPeers: [] }, "shadow.trustedPeers", "`shadow.trustedPeers`: got an empty list"],
    [{ headerNames: { hots: "x" } }, "shadow.headerNames.hots", "`shadow.headerNames.hots` is not an option"],
    [{ trustedPeers: "unix", trustedProxies: "unix" }, "shadow.trustedProxies", "`shadow.trustedProxies` cannot be"],
    [{ warnings: false }, "shadow.warnings", "`shadow.warnings` is not an option here; it belongs to adapters"],
    [{ shadow: {} }, "shadow.shadow", "`shadow.shadow` is not an option here; it belongs to adapters"],
    ["xFor=1", "shadow", '`shadow`: got "xFor=1"; expected an object'],
    [null, "shadow", "`shadow`: got null; expected an object"],
    [new Map(), "shadow", "`shadow`: got an instance of Map; expected an object such as"],
  ])("throws if the option is %o", (option, name, message) => {
    const compile = (): unknown => compileShadow(option);
    expect(compile).toThrow(ProxyFixOptionsError);
    expect(compile).toThrow(message);
    expect(compile).toThrow(expect.objectContaining({ option: name }) as Error);
  });

  it("passes on the error of an accessor", () => {
    const failure = new RangeError("an accessor of the application");
    const option = {
      get xFor(): never {
        throw failure;
      },
    };
    expect(() => compileShadow(option)).toThrow(failure);
  });
});
