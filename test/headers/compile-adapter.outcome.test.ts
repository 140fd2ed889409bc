import { describe, expect, it } from "vitest";

import { ProxyFixRefusal } from "../../src/errors.js";
import type { AdapterResolution } from "../../src/headers/adapter-resolution.js";
import { isRefusal, readResolution } from "../../src/headers/compile-adapter.js";

const resolution = { clientAddress: "10.0.0.1" } as AdapterResolution;
const refusal = new ProxyFixRefusal(400, [], resolution);

describe("isRefusal", () => {
  it("accepts a refusal, also of another copy of the package", () => {
    expect(isRefusal(refusal)).toBe(true);
    expect(isRefusal({ code: "ERR_PROXYFIX_REFUSED" })).toBe(true);
  });

  it.each([undefined, null, new Error("other"), { code: "ERR_PROXYFIX_OPTION" }, resolution, "ERR_PROXYFIX_REFUSED"])(
    "does not accept %o",
    (value) => {
      expect(isRefusal(value)).toBe(false);
    },
  );
});

describe("readResolution", () => {
  it("returns a resolution itself, and the facts of the connection of a refusal", () => {
    expect(readResolution(resolution)).toBe(resolution);
    expect(readResolution(refusal)).toBe(resolution);
  });
});
