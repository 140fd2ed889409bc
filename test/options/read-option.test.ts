import { describe, expect, it } from "vitest";

import { messageOf } from "./message-of.js";

describe("the check of option names", () => {
  it.each<[unknown, string]>([
    [null, '`options`: got null; expected an object such as { trustedPeers: "loopback", xFor: 1, xProto: 1 }'],
    [1, "`options`: got 1; expected an object"],
    [[], "`options`: got an empty list; expected an object"],
    [true, "`options`: got true; expected an object"],
    ["loopback", '`options`: got "loopback"; expected an object such as { trustedPeers: "loopback" }'],
    [new Map([["xFor", 2]]), "`options`: got an instance of Map; expected an object such as"],
    [new Date(0), "`options`: got an instance of Date; expected an object"],
    [Object.create({ xFor: 2 }), "`options`: got an object that inherits from another; expected an object"],
    [new (class Options { xFor = 2; })(), "`options`: got an instance of Options; expected an object"], // prettier-ignore
    [{ headers: {}, method: "GET" }, "`options`: got a request; expected an object such as"],
    [{ headers: {} }, "`options`: got the facts of a request; expected an object such as"],
    [{ trustProxy: 1 }, "`trustProxy` is not an option here; the number is xFor and xProto here"],
    [{ decorateRequest: () => 0, register: () => 0 }, "write await app.register(proxyFix, { … })"],
    [{ headerNames: { proxy: "x-real-ip" } }, "`headerNames.proxy` is not an option. "],
    [{ headerNames: new Map() }, "`headerNames`: got an instance of Map; expected an object such as"],
    [{ headers: {} }, "write resolve(facts, { … }), or createResolver({ … })(facts)"],
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
  ])("rejects the option %s and proposes %s", (key, likely) => {
    expect(messageOf({ [key]: 1 })).toBe(`\`${key}\` is not an option. Did you mean \`${likely}\`?`);
  });

  it.each(["banana", "x", "constructor"])("rejects the option %s and lists all options", (key) => {
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
    [{ xFor: "1" }, '`xFor`: got "1"; expected an integer from 0; write xFor: 1, without quotes'],
    [{ xFor: "01" }, '`xFor`: got "01"; expected an integer from 0; write xFor: 1, without quotes'],
    [{ xFor: "12" }, '`xFor`: got "12"; expected an integer from 0; write xFor: 12, without quotes'],
    [{ xFor: "a1" }, '`xFor`: got "a1"; expected an integer from 0; count the proxies in front of the app'],
    [{ xFor: "1a" }, '`xFor`: got "1a"; expected an integer from 0; count the proxies in front of the app'],
    [{ xFor: 1.5 }, "`xFor`: got 1.5; expected an integer from 0; count the proxies in front of the app"],
    [{ xFor: [1] }, "`xFor`: got a list; expected an integer from 0; count the proxies in front of the app"],
    [{ xHost: true }, "`xHost`: got true; expected an integer from 0; write xHost: 1 for one proxy"],
    [{ xHost: false }, "`xHost`: got false; expected an integer from 0; write xHost: 0 to believe none"],
    [
      { xPort: 443 },
      "`xPort`: got 443; expected a count of proxies, not a port, and at most 64; xPort: 1 is one proxy",
    ],
    [{ xFor: 65 }, "`xFor`: got 65; expected a count of proxies, not a port"],
    [{ xProto: 1.5 }, "`xProto`: got 1.5; expected an integer from 0"],
    [{ xHost: true }, "`xHost`: got true; expected an integer from 0"],
    [{ xPort: "1" }, '`xPort`: got "1"; expected an integer from 0'],
    [{ xPrefix: NaN }, "`xPrefix`: got NaN; expected an integer from 0"],
    [{ xPrefix: 1n }, "`xPrefix`: got 1n; expected an integer from 0"],
    [{ forwarded: 65, trustedProxies: "loopback" }, "`forwarded`: got 65; expected a count of proxies, not a port"],
    [{ forwarded: 2 ** 53 }, "`forwarded`: got 9007199254740992; expected an integer from 0"],
    [{ xFor: () => 1 }, "`xFor`: got a function; expected an integer from 0"],
    [{ xFor: {} }, "`xFor`: got an object; expected an integer from 0"],
    [{ xProto: Infinity }, "`xProto`: got Infinity; expected an integer from 0"],
    [{ xProto: Infinity, trustedProxies: "loopback" }, "`xProto`: got Infinity; expected an integer from 0"],
    [{ xFor: Infinity }, "`xFor`: got Infinity without a trustedProxies list; expected an integer from 0"],
    [{ xFor: Infinity, trustedPeers: "loopback" }, "`xFor`: got Infinity without a trustedProxies list"],
    [{ xFor: Infinity, trustedProxies: () => true }, "`xFor`: got Infinity without a trustedProxies list"],
    [
      { forwarded: Infinity },
      "`forwarded`: got Infinity without a trustedProxies list; expected an integer from 0; " +
        "only a list of trusted proxies ends the walk, else the client's own values are believed",
    ],
  ])("rejects %o: %s", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });
});

describe("the check of counts, for 64,", () => {
  it("accepts it", () => {
    expect(messageOf({ xFor: 64, xPrefix: 64 })).toBe("no error");
    expect(messageOf({ xFor: 0, xHost: 0 })).toBe("no error");
    expect(messageOf({ xFor: Infinity, trustedProxies: "loopback" })).toBe("no error");
  });
});
