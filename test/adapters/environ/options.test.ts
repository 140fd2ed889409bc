import { ProxyFixOptionsError } from "proxyfix";
import { proxyFix } from "proxyfix/environ";
import type { AdapterOptions } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { behind } from "./request.js";

const CYCLIC: Record<string, unknown> = {};
CYCLIC["shadow"] = CYCLIC;

describe("proxyFix for variables", () => {
  it.each([
    [{ xFor: -1 }, "xFor"],
    [{ xFor: undefined }, "xFor"],
    [{ xfor: 1 }, "xfor"],
    [{ socket: true }, "socket"],
    [{ headerNames: { host: 7 } }, "headerNames.host"],
    [{ headerNames: ["x-a"] }, "headerNames"],
    [{ clientAddressHeader: 7 }, "clientAddressHeader"],
    [{ clientAddressHeader: "x-real-ip", xFor: 1 }, "xFor"],
    [{ clientAddressHeader: { name: "x_real_ip", from: "loopback" } }, "clientAddressHeader"],
    [{ shadow: { xFor: -1 } }, "shadow.xFor"],
    [{ shadow: new Map() }, "shadow"],
    [{ shadow: CYCLIC }, "shadow.shadow"],
    [null, "options"],
    [[1], "options"],
  ])("throws if the options are %o", (options, option) => {
    const make = (): unknown => proxyFix(options as AdapterOptions);
    expect(make).toThrow(ProxyFixOptionsError);
    expect(make).toThrow(expect.objectContaining({ option }));
  });

  it("reads the clientAddressHeader of trusted proxies if its name is written with _", () => {
    const fix = proxyFix({
      trustedProxies: "10.0.0.0/8",
      clientAddressHeader: { name: "cf_connecting_ip", from: "10.0.0.1" },
    });
    expect(fix({ ...behind, HTTP_CF_CONNECTING_IP: "203.0.113.9" })["REMOTE_ADDR"]).toBe("203.0.113.9");
  });
});
