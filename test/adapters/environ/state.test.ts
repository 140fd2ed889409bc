import { proxyFix, resolutionOf } from "proxyfix/environ";
import type { AdapterOptions, Environ } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { behind, list } from "./request.js";

describe("resolutionOf", () => {
  it("returns the resolution of a record, with the request as it was received", () => {
    const resolution = resolutionOf(proxyFix({ xFor: 1 })(behind));
    expect(resolution).toMatchObject({
      clientAddress: "203.0.113.7",
      proto: "http",
      host: "backend:8080",
      prefix: "/shop",
    });
    expect(resolution?.original).toMatchObject({
      peerAddress: "10.0.0.1",
      host: "backend:8080",
      proto: "http",
      prefix: "/shop",
    });
    expect(resolution?.original.headers["x-forwarded-for"]).toBe("6.6.6.6, 203.0.113.7");
    expect(resolution?.original.rawHeaders).toContain("x-forwarded-for");
    const odd = { HTTP_: "1", HTTP_A: undefined, HTTP_B: "2" };
    expect(resolutionOf(proxyFix()(odd))?.original.headers).toEqual({ b: "2" });
    expect(Object.keys(resolutionOf(proxyFix()(odd))?.original.headers ?? {})).toEqual(["b"]);
  });

  it("returns undefined for a record that was not resolved", () => {
    expect(resolutionOf(behind)).toBeUndefined();
  });
});

describe("a second proxyFix for variables", () => {
  const outer = proxyFix({ xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.0.0.1" });

  it.each([
    ["the same record", (environ: Environ) => environ],
    ["a spread copy", (environ: Environ) => ({ ...environ })],
  ])("resolves %s from its received variables", (_title, pass) => {
    for (const options of [{ xFor: 2 }, { xFor: 1, trustedPeers: "10.0.0.1" }, {}] as AdapterOptions[]) {
      const inner = proxyFix(options);
      expect(list(inner(pass(outer(behind))))).toEqual(list(inner(behind)));
    }
  });

  it("resolves from the received variables if other code has written to one of those that proxyFix sets", () => {
    const between = { ...proxyFix()(behind), REMOTE_ADDR: "192.0.2.1", HTTP_HOST: "elsewhere.example" };
    expect(list(proxyFix()(between))).toEqual(list(proxyFix()(behind)));
  });

  it("keeps the other variables that were written in between", () => {
    expect(proxyFix()({ ...outer(behind), TRACE: "1", HTTP_ACCEPT: "text/html" })).toMatchObject({
      TRACE: "1",
      HTTP_ACCEPT: "text/html",
      REMOTE_ADDR: "10.0.0.1",
    });
  });

  it("keeps the original of the first", () => {
    const once = outer(behind);
    expect(resolutionOf(proxyFix()(once))?.original).toBe(resolutionOf(once)?.original);
    expect(resolutionOf(once)?.original.peerAddress).toBe("10.0.0.1");
  });
});
