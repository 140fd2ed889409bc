import { describe, expect, it } from "vitest";

import { readAdapterOptions, SOCKET_NAMES } from "../../src/headers/adapter-options.js";

describe("SOCKET_NAMES", () => {
  it("contains the option of adapters that have a view of the socket", () => {
    expect(SOCKET_NAMES).toEqual(["socket"]);
  });
});

describe("readAdapterOptions", () => {
  it("returns the own properties, without a prototype", () => {
    const own = readAdapterOptions({ xFor: 2, warnings: false }, "proxyFix({ … })");
    expect(own).toEqual({ xFor: 2, warnings: false });
    expect(Object.getPrototypeOf(own)).toBeNull();
  });

  it("shows the adapter's call if something else was passed in place of options", () => {
    expect(() => readAdapterOptions(new Map() as object, "app.use(proxyFix({ … }))")).toThrow(
      "`options`: got an instance of Map; expected an object such as " +
        '{ trustedPeers: "loopback", xFor: 1, xProto: 1 }; write app.use(proxyFix({ … }))',
    );
  });
});
