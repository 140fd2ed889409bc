import { ProxyFixOptionsError, ProxyFixRefusal } from "proxyfix";
import { proxyFix, resolutionOf } from "proxyfix/environ";
import type { AdapterOptions } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { factCases } from "./environ/cases-facts.js";
import { optionCases } from "./environ/cases-options.js";
import { behind, list } from "./environ/request.js";

describe("proxyFix over variables", () => {
  it.each([...factCases, ...optionCases])("$title", ({ options, environ: more, changes }) => {
    const environ = Object.freeze(list({ ...behind, ...more }));
    const fixed = proxyFix(options)(environ);
    expect(list(fixed)).toEqual(list({ ...environ, ...changes }));
    expect(Object.keys(fixed).filter((name) => fixed[name] === undefined)).toEqual([]);
  });

  it("takes process.env", () => {
    expect(proxyFix()(process.env)["PATH"]).toBe(process.env["PATH"]);
  });

  it.each([
    { SERVER_NAME: "a.example", SERVER_PORT: "8080", host: "a.example:8080" },
    { SERVER_NAME: "a.example", SERVER_PORT: "80", host: "a.example" },
    { SERVER_NAME: "a.example", SERVER_PORT: "", host: "a.example" },
    { SERVER_NAME: "a.example:8080", SERVER_PORT: "80", host: "a.example:8080" },
    { SERVER_NAME: "2001:db8::1", SERVER_PORT: "8080", host: "[2001:db8::1]:8080" },
    { SERVER_NAME: "[2001:db8::1]", SERVER_PORT: "8080", host: "[2001:db8::1]:8080" },
    { SERVER_NAME: "", SERVER_PORT: "8080", host: undefined },
    { SERVER_PORT: "8080", host: undefined },
  ])("takes the host $host where only $SERVER_NAME and $SERVER_PORT tell it", ({ host, ...environ }) => {
    expect(resolutionOf(proxyFix()(environ))?.host).toBe(host);
  });

  it.each([
    { HTTPS: "on" },
    { HTTPS: "1" },
    { HTTPS: "yes" },
    { REQUEST_SCHEME: "https" },
    { "wsgi.url_scheme": "https" },
    { HTTPS: "on", REQUEST_SCHEME: "http" },
  ])("takes %j for TLS, and makes HTTPS and REQUEST_SCHEME say so", (environ) => {
    const fixed = proxyFix()(environ);
    expect(resolutionOf(fixed)?.proto).toBe("https");
    expect(fixed["HTTPS"]).toMatch(/^(on|1|yes)$/);
    expect(fixed["REQUEST_SCHEME"] ?? "https").toBe("https");
  });

  it.each([{ HTTPS: "off" }, { HTTPS: "" }, { HTTP_HTTPS: "on" }, { REQUEST_SCHEME: "http" }, {}])(
    "takes %j for no TLS, and leaves it",
    (environ) => {
      const fixed = proxyFix()(environ);
      expect(resolutionOf(fixed)?.proto).toBe("http");
      expect(list(fixed)).toEqual(environ);
    },
  );

  it.each([
    ["/shop", "/shop"],
    ["/shop/", "/shop"],
    ["/a b/ü", "/a%20b/%C3%BC"],
    ["/a?b#c%d", "/a%3Fb%23c%25d"],
    ["//evil.example", ""],
    ["/\\evil.example", ""],
    ["/a/../b", ""],
    ["/a/\u0000", ""],
    ["/a/\ud800", ""],
    ["shop", ""],
    ["shop/cart", ""],
    ["/a/./b", ""],
    ["/", ""],
  ])("resolves SCRIPT_NAME %j to the prefix %j", (SCRIPT_NAME, prefix) => {
    expect(resolutionOf(proxyFix()({ SCRIPT_NAME }))?.prefix).toBe(prefix);
  });

  it("reads no header from a variable that no header becomes", () => {
    const environ = { HTTP_x_forwarded_for: "6.6.6.6", "HTTP_X-FORWARDED-FOR": "6.6.6.6", HTTP_: "6.6.6.6" };
    expect(resolutionOf(proxyFix({ xFor: 1 })({ ...environ, REMOTE_ADDR: "10.0.0.1" }))?.clientAddress).toBe(
      "10.0.0.1",
    );
  });

  it.each(["0", "65536", "123456", "x", ""])("takes REMOTE_PORT %j for none", (REMOTE_PORT) => {
    const fixed = proxyFix()({ REMOTE_ADDR: "10.0.0.1", REMOTE_PORT });
    expect(fixed).toEqual(expect.objectContaining({ REMOTE_ADDR: "10.0.0.1" }));
    expect(fixed).not.toHaveProperty("REMOTE_PORT");
    expect(resolutionOf(fixed)?.clientPort).toBeUndefined();
  });

  it("has no issue with an empty HTTP_HOST", () => {
    expect(resolutionOf(proxyFix()({ HTTP_HOST: "" }))).toMatchObject({ host: undefined, issues: [] });
  });

  it("refuses by throwing: a host that is not allowed, and what strict will not have", () => {
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

  it.each([
    { options: { xFor: -1 }, option: "xFor" },
    { options: { xFor: undefined }, option: "xFor" },
    { options: { xfor: 1 }, option: "xfor" },
    { options: { socket: true }, option: "socket" },
    { options: { headerNames: { host: 7 } }, option: "headerNames.host" },
    { options: { headerNames: ["x-a"] }, option: "headerNames" },
    { options: { clientAddressHeader: 7 }, option: "clientAddressHeader" },
    { options: { clientAddressHeader: "x-real-ip", xFor: 1 }, option: "xFor" },
    { options: { clientAddressHeader: { name: "x_real_ip", from: "loopback" } }, option: "clientAddressHeader" },
    { options: null, option: "options" },
    { options: [1], option: "options" },
  ])("refuses the options $options", ({ options, option }) => {
    const make = (): unknown => proxyFix(options as AdapterOptions);
    expect(make).toThrow(ProxyFixOptionsError);
    expect(make).toThrow(expect.objectContaining({ option }));
  });

  it("reads the single header of trusted proxies, however its name is spelt", () => {
    const fix = proxyFix({
      trustedProxies: "10.0.0.0/8",
      clientAddressHeader: { name: "cf_connecting_ip", from: "10.0.0.1" },
    });
    expect(fix({ ...behind, HTTP_CF_CONNECTING_IP: "203.0.113.9" })["REMOTE_ADDR"]).toBe("203.0.113.9");
  });
});
