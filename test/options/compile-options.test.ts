import { describe, expect, it } from "vitest";

import { createResolver, ProxyFixOptionsError, type ProxyFixOptions } from "../../src/index.js";

function messageOf(options: unknown): string {
  try {
    createResolver(options as ProxyFixOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ProxyFixOptionsError);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ name: "ProxyFixOptionsError", code: "ERR_PROXYFIX_OPTION" });
    const { option, message } = error as ProxyFixOptionsError;
    expect(message.startsWith(`\`${option}\`: `)).toBe(true);
    return message;
  }
  return "no error";
}

describe("a wrong option says what came, what is expected and what to do", () => {
  it.each<[unknown, string]>([
    [null, "`options`: got null; expected an object such as { xFor: 1, xProto: 1, xHost: 1 }"],
    [1, "`options`: got 1; expected an object"],
    [[], "`options`: got an empty list; expected an object"],
    [true, "`options`: got true; expected an object"],

    [{ xFor: -1 }, "`xFor`: got -1; expected an integer from 0; count the proxies in front of the app"],
    [{ xProto: 1.5 }, "`xProto`: got 1.5; expected an integer from 0"],
    [{ xHost: true }, "`xHost`: got true; expected an integer from 0"],
    [{ xPort: "1" }, '`xPort`: got "1"; expected an integer from 0'],
    [{ xPrefix: NaN }, "`xPrefix`: got NaN; expected an integer from 0"],
    [{ xPrefix: 1n }, "`xPrefix`: got 1n; expected an integer from 0"],
    [{ forwarded: 2 ** 53 }, "`forwarded`: got 9007199254740992; expected an integer from 0"],
    [{ xProto: Infinity }, "`xProto`: got Infinity; expected an integer from 0"],
    [{ xFor: Infinity }, "`xFor`: got Infinity without a trustedProxies list; expected an integer from 0"],
    [{ xFor: Infinity, trustedPeers: "loopback" }, "`xFor`: got Infinity without a trustedProxies list"],
    [{ xFor: Infinity, trustedProxies: () => true }, "`xFor`: got Infinity without a trustedProxies list"],
    [{ forwarded: Infinity }, "`forwarded`: got Infinity without a trustedProxies list"],
    [{ xProto: Infinity, trustedProxies: "loopback" }, "`xProto`: got Infinity; expected an integer from 0"],
    [{ xFor: () => 1 }, "`xFor`: got a function; expected an integer from 0"],
    [{ xFor: {} }, "`xFor`: got an object; expected an integer from 0"],

    [{ xFor: undefined }, "`xFor`: got undefined; expected a value; leave the option out for its default"],
    [{ trustedPeers: null }, "`trustedPeers`: got null; expected a value"],
    [{ trustedPeers: "" }, '`trustedPeers`: got ""; expected a value'],
    [{ trustedProxies: [] }, "`trustedProxies`: got an empty list; expected a value"],
    [{ strict: undefined }, "`strict`: got undefined; expected a value"],
    [{ headerNames: { for: undefined } }, "`headerNames.for`: got undefined; expected a value"],

    [{ forwarded: 1, xFor: 1 }, "`xFor`: got 1 beside forwarded, which replaces it; expected one family of headers"],
    [{ forwarded: 1, xHost: 2 }, "`xHost`: got 2 beside forwarded, which replaces it"],
    [{ forwarded: 1, xProto: 1 }, "`xProto`: got 1 beside forwarded, which replaces it"],
    [{ trustedPeers: "loopback", trustedProxies: "loopback" }, "`trustedProxies`: got it beside trustedPeers"],
    [{ trustedPeers: "10.0.0.0/7" }, '`trustedPeers`: got "10.0.0.0/7"; expected a prefix of /8 or longer'],

    [{ clientAddressHeader: "x real ip" }, '`clientAddressHeader`: got "x real ip"; expected a header\'s name'],
    [{ clientAddressHeader: "x-real-ip:" }, '`clientAddressHeader`: got "x-real-ip:"; expected a header\'s name'],
    [{ clientAddressHeader: "x-rëal-ip" }, '`clientAddressHeader`: got "x-rëal-ip"; expected a header\'s name'],
    [{ clientAddressHeader: "host" }, '`clientAddressHeader`: got "host", which means something else'],
    [{ clientAddressHeader: "x-real-ip", xFor: 1 }, "`xFor`: got it beside clientAddressHeader"],
    [{ clientAddressHeader: "x-real-ip", forwarded: 1 }, "`clientAddressHeader`: got it beside forwarded"],
    [
      { clientAddressHeader: "x-real-ip", trustedProxies: "loopback" },
      '`clientAddressHeader`: got "x-real-ip" beside trustedProxies; expected { name, from }',
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "loopback" } },
      "`clientAddressHeader`: got { name, from } without trustedProxies",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "loopback" }, trustedPeers: "loopback" },
      "`clientAddressHeader`: got { name, from } without trustedProxies",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip" }, trustedProxies: "loopback" },
      "`clientAddressHeader.from`: is missing; expected the proxies that write the header",
    ],
    [
      { clientAddressHeader: { from: "loopback" }, trustedProxies: "loopback" },
      "`clientAddressHeader.name`: got undefined; expected a header's name",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "lo" }, trustedProxies: "loopback" },
      '`clientAddressHeader.from`: got "lo"; expected an address',
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", form: "loopback" }, trustedProxies: "loopback" },
      "`clientAddressHeader.form`: got an option of that name; there is none; did you mean `clientAddressHeader.from`?",
    ],
    [{ clientAddressHeader: 5 }, "`clientAddressHeader`: got 5; expected a header's name such as"],
    [{ clientAddressHeader: ["x-real-ip"] }, "`clientAddressHeader`: got a list; expected a header's name such as"],

    [{ headerNames: "x-real-ip" }, '`headerNames`: got "x-real-ip"; expected an object'],
    [
      { headerNames: { fro: "x-real-ip" } },
      "`headerNames.fro`: got an option of that name; there is none; did you mean",
    ],
    [{ headerNames: { for: "a b" } }, '`headerNames.for`: got "a b"; expected a header\'s name'],
    [{ headerNames: { for: "cookie" } }, '`headerNames.for`: got "cookie", which means something else'],
    [{ clientAddressHeader: "x-forwarded-host", xHost: 1 }, '`headerNames`: got "x-forwarded-host" for two facts'],
    [
      { clientAddressHeader: { name: "x-forwarded-for", from: "loopback" }, trustedProxies: "loopback" },
      '`headerNames`: got "x-forwarded-for" for two facts',
    ],
    [{ headerNames: { for: "user-agent" } }, '`headerNames.for`: got "user-agent", which means something else'],
    [{ headerNames: { host: "X-Forwarded-For" } }, '`headerNames`: got "x-forwarded-for" for two facts'],

    [{ allowedHosts: "example.com" }, '`allowedHosts`: got "example.com"; expected a list of hostnames'],
    [{ allowedHosts: ["example.com:8080"] }, "leave the port out: it is not looked at"],
    [{ allowedHosts: ["https://example.com"] }, '`allowedHosts`: got "https://example.com"; expected a hostname'],
    [{ allowedHosts: ["*"] }, '`allowedHosts`: got "*"; expected a hostname'],
    [{ allowedHosts: ["*.[::1]"] }, '`allowedHosts`: got "*.[::1]"; expected a hostname'],
    [{ allowedHosts: ["a.*.com"] }, '`allowedHosts`: got "a.*.com"; expected a hostname'],
    [{ allowedHosts: ["::1"] }, '`allowedHosts`: got "::1"; expected a hostname'],
    [{ allowedHosts: [5] }, "`allowedHosts`: got 5; expected a hostname"],

    [{ strict: "yes" }, '`strict`: got "yes"; expected true, false or a function'],
    [{ strict: 1 }, "`strict`: got 1; expected true, false or a function"],
    [{ clientAddressHeader: "y".repeat(100) + " " }, `got "${"y".repeat(60)}…"`],
  ])("%o", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });
});

describe("a misspelt option", () => {
  it.each([
    ["xfor", "xFor"],
    ["x_for", "xFor"],
    ["x-forwarded-for", "xFor"],
    ["xForwardedHost", "xHost"],
    ["xPrefx", "xPrefix"],
    ["hops", "xFor"],
    ["trustProxy", "trustedProxies"],
    ["trustedProxy", "trustedProxies"],
    ["trusted_peers", "trustedPeers"],
    ["trustedPeer", "trustedPeers"],
    ["allowedHost", "allowedHosts"],
    ["Strict", "strict"],
    ["forwarded_", "forwarded"],
    ["proxyIpHeader", "clientAddressHeader"],
  ])("%s names %s", (key, likely) => {
    expect(messageOf({ [key]: 1 })).toBe(
      `\`${key}\`: got an option of that name; there is none; did you mean \`${likely}\`?`,
    );
  });

  it.each(["banana", "x", "constructor", "keepHeaders"])("%s names them all, since none is likely", (key) => {
    expect(messageOf({ [key]: 1 })).toContain("there is none; expected one of xFor, xProto, xHost");
  });
});

describe("good options", () => {
  it.each<ProxyFixOptions>([
    {},
    { xFor: 0, xProto: 0, forwarded: 1 },
    { forwarded: 2, xPort: 1, xPrefix: 1, trustedPeers: ["loopback", "unix"] },
    { trustedProxies: ["10.0.0.0/8"], xFor: Infinity },
    { trustedProxies: "loopback", forwarded: Infinity },
    { trustedProxies: () => false, xFor: 3 },
    { clientAddressHeader: "CF-Connecting-IP", xProto: 1 },
    { clientAddressHeader: "x-forwarded-for" },
    { clientAddressHeader: { name: "x-real-ip", from: "unix" }, trustedProxies: "loopback" },
    { headerNames: { for: "X-Client", proto: "X-Forwarded-Ssl" } },
    { allowedHosts: ["example.com", "*.example.com", "[::1]", "EXAMPLE.org."], strict: true },
    { strict: () => false },
  ])("%j", (options) => {
    expect(messageOf(options)).toBe("no error");
  });
});
