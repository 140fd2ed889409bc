import { ProxyFixRefusal } from "proxyfix";
import { proxyFix } from "proxyfix/environ";
import type { AdapterOptions } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { optionCases } from "./environ/cases-options.js";
import { behind, list } from "./environ/request.js";

describe("proxyFix for variables", () => {
  for (const { title, options, environ: more, changes } of optionCases) {
    it(title, () => {
      const environ = Object.freeze(list({ ...behind, ...more }));
      const fixed = proxyFix(options)(environ);
      expect(list(fixed)).toEqual(list({ ...environ, ...changes }));
      expect(Object.keys(fixed).filter((name) => fixed[name] === undefined)).toEqual([]);
    });
  }

  it("accepts process.env", () => {
    expect(proxyFix()(process.env)["PATH"]).toBe(process.env["PATH"]);
  });

  it("throws a ProxyFixRefusal if allowedHosts or strict refuse the request", () => {
    const refuse = (options: AdapterOptions): unknown => {
      try {
        return proxyFix(options)(behind);
      } catch (error) {
        return error;
      }
    };
    const notAllowed = refuse({ allowedHosts: ["shop.example"] });
    expect(notAllowed).toBeInstanceOf(ProxyFixRefusal);
    expect(notAllowed).toMatchObject({ status: 400, issues: [{ header: "host", reason: "host-not-allowed" }] });
    expect(refuse({ strict: true, xFor: 3 })).toMatchObject({ status: 400 });
    expect(refuse({ strict: true, xFor: 1, trustedPeers: "192.0.2.1" })).toMatchObject({
      status: 403,
      resolution: { clientAddress: "10.0.0.1", prefix: "/shop" },
    });
    expect(refuse({ strict: true, allowedHosts: ["backend"] })).toMatchObject({ REMOTE_ADDR: "10.0.0.1" });
  });
});
