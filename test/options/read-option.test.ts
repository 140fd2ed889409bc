import { describe, expect, it } from "vitest";

import { readHeaderName } from "../../src/options/read-option.js";
import { messageOf } from "./message-of.js";

describe("the check of option names", () => {
  it.each<[unknown, string]>([
    [null, '`options`: got null; expected an object such as { trustedPeers: "loopback", xFor: 1, xProto: 1 }'],
    [1, "`options`: got 1; expected an object"],
    [[], "`options`: got an empty list; expected an object"],
    [true, "`options`: got true; expected an object"],
    [{ headerNames: "x-real-ip" }, '`headerNames`: got "x-real-ip"; expected an object'],
    [{ headerNames: ["x-real-ip"] }, "`headerNames`: got a list; expected an object"],
    [{ headerNames: { fro: "x-real-ip" } }, "`headerNames.fro` is not an option. Did you mean `headerNames.for`?"],
    [
      { clientAddressHeader: { name: "x-real-ip", form: "loopback" }, trustedProxies: "loopback" },
      "`clientAddressHeader.form` is not an option. Did you mean `clientAddressHeader.from`?",
    ],
  ])("rejects %o: %s", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });

  it.each([
    ["xfor", "xFor"],
    ["x_for", "xFor"],
    ["trustProxy", "trustedProxies"],
  ])("rejects the option %s and proposes %s", (key, likely) => {
    expect(messageOf({ [key]: 1 })).toBe(`\`${key}\` is not an option. Did you mean \`${likely}\`?`);
  });

  it.each(["banana", "x", "constructor", "keepHeaders"])("rejects the option %s and lists all options", (key) => {
    expect(messageOf({ [key]: 1 })).toBe(
      `\`${key}\` is not an option. Expected one of xFor, xProto, xHost, xPort, xPrefix, forwarded, trustedPeers, ` +
        "trustedProxies, clientAddressHeader, headerNames, allowedHosts, strict",
    );
  });

  it.each<[unknown, string]>([
    [{ xFor: undefined }, "`xFor`: got undefined; expected a value; leave the option out for its default"],
    [{ trustedPeers: null }, "`trustedPeers`: got null; expected a value"],
    [{ trustedPeers: "" }, '`trustedPeers`: got ""; expected a value'],
    [{ trustedProxies: [] }, "`trustedProxies`: got an empty list; expected a value"],
    [{ strict: undefined }, "`strict`: got undefined; expected a value"],
    [{ headerNames: { for: undefined } }, "`headerNames.for`: got undefined; expected a value"],
  ])("rejects %o, which has no value: %s", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });
});

describe("the check of counts", () => {
  it.each<[unknown, string]>([
    [{ xFor: -1 }, "`xFor`: got -1; expected an integer from 0; count the proxies in front of the app"],
    [{ xProto: 1.5 }, "`xProto`: got 1.5; expected an integer from 0"],
    [{ xHost: true }, "`xHost`: got true; expected an integer from 0"],
    [{ xPort: "1" }, '`xPort`: got "1"; expected an integer from 0'],
    [{ xPrefix: NaN }, "`xPrefix`: got NaN; expected an integer from 0"],
    [{ xPrefix: 1n }, "`xPrefix`: got 1n; expected an integer from 0"],
    [{ forwarded: 2 ** 53 }, "`forwarded`: got 9007199254740992; expected an integer from 0"],
    [{ xFor: () => 1 }, "`xFor`: got a function; expected an integer from 0"],
    [{ xFor: {} }, "`xFor`: got an object; expected an integer from 0"],
    [{ xProto: Infinity }, "`xProto`: got Infinity; expected an integer from 0"],
    [{ xProto: Infinity, trustedProxies: "loopback" }, "`xProto`: got Infinity; expected an integer from 0"],
    [{ xFor: Infinity }, "`xFor`: got Infinity without a trustedProxies list; expected an integer from 0"],
    [{ xFor: Infinity, trustedPeers: "loopback" }, "`xFor`: got Infinity without a trustedProxies list"],
    [{ xFor: Infinity, trustedProxies: () => true }, "`xFor`: got Infinity without a trustedProxies list"],
    [{ forwarded: Infinity }, "`forwarded`: got Infinity without a trustedProxies list"],
  ])("rejects %o: %s", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });
});

describe("readHeaderName", () => {
  it("returns the name in lower case", () => {
    expect(readHeaderName("CF-Connecting-IP", "clientAddressHeader")).toBe("cf-connecting-ip");
    expect(readHeaderName("x!#$%&'*+.^_`|~9", "clientAddressHeader")).toBe("x!#$%&'*+.^_`|~9");
  });

  it.each<[unknown, string]>([
    ["", 'got ""; expected a header\'s name such as "x-real-ip", without colon or value'],
    ["x real ip", 'got "x real ip"; expected a header\'s name'],
    ["x-real-ip:", 'got "x-real-ip:"; expected a header\'s name'],
    [":authority", 'got ":authority"; expected a header\'s name'],
    ["x-rëal-ip", 'got "x-rëal-ip"; expected a header\'s name'],
    [undefined, "got undefined; expected a header's name"],
    [7, "got 7; expected a header's name"],
    ["host", 'got "host", which means something else; expected a header that only your proxy writes'],
    ["Cookie", 'got "cookie", which means something else'],
    ["user-agent", 'got "user-agent", which means something else'],
    ["forwarded", 'got "forwarded", which means something else'],
    ["y".repeat(100) + " ", `got "${"y".repeat(60)}…"; expected a header's name`],
  ])("rejects %j: %s", (name, message) => {
    expect(() => readHeaderName(name, "headerNames.for")).toThrow(`\`headerNames.for\`: ${message}`);
  });
});
