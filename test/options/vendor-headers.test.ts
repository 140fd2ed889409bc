import { describe, expect, it } from "vitest";

import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";

describe("the list of vendor headers", () => {
  it("has each name once, in lower case and with dashes only", () => {
    expect(new Set(VENDOR_HEADERS).size).toBe(VENDOR_HEADERS.length);
    for (const name of VENDOR_HEADERS) expect(name).toMatch(/^[a-z\d]+(-[a-z\d]+)*$/);
  });

  it("does not have the well-known forwarding headers, which options believe, and has httpoxy's", () => {
    expect(VENDOR_HEADERS).toContain("proxy");
    for (const name of ["host", "forwarded", "x-forwarded-for", "x-forwarded-proto"]) {
      expect(VENDOR_HEADERS).not.toContain(name);
    }
  });
});
