import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { compileOptions } from "../../src/options/compile-options.js";
import { VENDOR_SIGNS } from "../../src/options/vendor-headers.js";
import { messageOf } from "./message-of.js";

describe("compileOptions", () => {
  it.each<[unknown, string]>([
    [
      { forwarded: 1, xFor: 1 },
      "`xFor` cannot be combined with forwarded, which replaces it; leave xFor out, " +
        "or leave forwarded out if your proxies write X-Forwarded-*",
    ],
    [{ forwarded: 1, xHost: 2 }, "`xHost` cannot be combined with forwarded, which replaces it; leave xHost out"],
    [{ forwarded: 1, xProto: 1 }, "`xProto` cannot be combined with forwarded, which replaces it; leave xProto out"],
    [
      { trustedPeers: "loopback", trustedProxies: "loopback" },
      "`trustedProxies` cannot be combined with trustedPeers; keep trustedPeers if the counts are exact, " +
        "trustedProxies if the chain of proxies varies",
    ],
    [{ trustedPeers: "10.0.0.0/7" }, '`trustedPeers`: got "10.0.0.0/7"; expected a prefix of /8 or longer'],
    [{ trustedProxies: "10.0.0.0/7" }, '`trustedProxies`: got "10.0.0.0/7"; expected a prefix of /8 or longer'],

    [{ headerNames: 7 }, '`headerNames`: got 7; expected an object such as { for: "x-client-chain" }'],
    [{ headerNames: { for: "a b" } }, '`headerNames.for`: got "a b"; expected a header\'s name'],
    [{ headerNames: { for: "cookie" } }, '`headerNames.for`: got "cookie", which means something else'],
    [{ headerNames: { for: "user-agent" } }, '`headerNames.for`: got "user-agent", which means something else'],
    [
      { headerNames: { host: "X-Forwarded-For" } },
      '`headerNames`: got "x-forwarded-for" for two facts; expected a header of its own for each of for, proto, host, ' +
        "port and prefix, and for clientAddressHeader",
    ],
    [{ clientAddressHeader: "x-forwarded-host", xHost: 1 }, '`headerNames`: got "x-forwarded-host" for two facts'],
    [
      {
        clientAddressHeader: { name: "x-client", from: "loopback" },
        trustedProxies: "loopback",
        headerNames: { for: "x-client" },
      },
      '`headerNames`: got "x-client" for two facts',
    ],

    [{ headerNames: { for: "a_b", proto: "a-b" } }, '`headerNames`: got "a-b" for two facts'],
    [{ headerNames: { for: "a.b", proto: "a_b" } }, '`headerNames`: got "a-b" for two facts'],
    [{ headerNames: { host: "x_forwarded_for" } }, '`headerNames`: got "x-forwarded-for" for two facts'],
    [{ clientAddressHeader: "x_forwarded_host" }, '`headerNames`: got "x-forwarded-host" for two facts'],
    [
      { headerNames: { proto: "CF-Visitor" } },
      '`headerNames.proto`: got "cf-visitor", which contains JSON; expected a header that contains http or https',
    ],
    [{ headerNames: "x-client" }, '`headerNames`: got "x-client"; expected an object such as { for: "x-client" }'],
    [{ headerNames: new Map() }, "`headerNames`: got an instance of Map; expected an object such as"],

    [{ strict: "true" }, '`strict`: got "true"; expected true, false or a function (issue, facts) => boolean; write strict: true, without quotes'], // prettier-ignore
    [{ strict: "yes" }, '`strict`: got "yes"; expected true, false or a function (issue, facts) => boolean'],
    [{ strict: "false" }, "write strict: false, without quotes"],
    [{ headers: {} }, "write resolve(facts, { … }), or createResolver({ … })(facts)"],
    ...["xFor", "xProto", "xHost", "xPort", "xPrefix", "forwarded"].map((name): [unknown, string] => [
      { [name]: -1 },
      `\`${name}\`: got -1; expected an integer from 0`,
    ]),
    [{ forwarded: Infinity }, "`forwarded`: got Infinity without a trustedProxies list"],
    [{ strict: 1 }, "`strict`: got 1; expected true, false or a function"],
  ])("rejects %o: %s", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });

  it.each<ProxyFixOptions>([
    {},
    { xFor: 0, xProto: 0, forwarded: 1 },
    { forwarded: 2, xPort: 1, xPrefix: 1, trustedPeers: ["loopback", "unix"] },
    { trustedProxies: ["10.0.0.0/8"], xFor: Infinity },
    { trustedProxies: "loopback", forwarded: Infinity },
    { trustedProxies: () => false, xFor: 3 },
    { clientAddressHeader: "CF-Connecting-IP", xProto: 1 },
    { trustedPeers: "loopback, uniquelocal" },
    { clientAddressHeader: { name: "x-real-ip", from: "unix" }, trustedProxies: "loopback" },
    { headerNames: { for: "X-Client", proto: "X-Forwarded-Ssl" } },
    { headerNames: { for: "x-forwarded-host", host: "x-forwarded-for" } },
    { allowedHosts: ["example.com", "*.example.com", "[::1]", "EXAMPLE.org."], strict: true },
    { strict: () => false },
    { clientAddressHeader: "x-client", headerNames: { for: "X_Client" } },
    { headerNames: { host: "cf-visitor" } },
  ])("accepts %o", (options) => {
    expect(messageOf(options)).toBe("no error");
  });

  it("gives no advice about the quotes of a text that is no boolean", () => {
    expect(messageOf({ strict: "yes" })).toBe(
      '`strict`: got "yes"; expected true, false or a function (issue, facts) => boolean',
    );
  });

  it("accepts the names of options that other code reads, and proposes them for misspelt ones", () => {
    const options = { keepHeaders: [7], forwardedHeaders: "keep" } as ProxyFixOptions;
    expect(compileOptions(options, ["keepHeaders", "forwardedHeaders"]).xFor).toBe(1);
    expect(() => compileOptions({ keepHeader: [7] } as ProxyFixOptions, ["keepHeaders"])).toThrow(
      "`keepHeader` is not an option. Did you mean `keepHeaders`?",
    );
  });
});

describe("the options that compileOptions reads", () => {
  it("are the object's own: a property of Object.prototype is none, and makes nothing throw", () => {
    const polluted = Object.prototype as unknown as Record<string, unknown>;
    const extra = { xHost: 3, trustedPeers: "10.0.0.1", strict: 7, headers: {}, method: "GET", for: "x-evil", emit: 1 };
    onTestFinished(() => {
      for (const name of Object.keys(extra)) delete polluted[name];
    });
    Object.assign(polluted, extra);
    const { xHost, trust, strict, names } = compileOptions({ xFor: 2, headerNames: { proto: "x-p" } });
    expect([xHost, trust, strict, names.for, names.proto]).toEqual([0, undefined, false, "x-forwarded-for", "x-p"]);
  });

  it("may stand in an object without a prototype, or in one of another realm", () => {
    const bare = Object.assign(Object.create(null) as object, { xFor: 2 });
    expect(compileOptions(bare).xFor).toBe(2);
    expect(compileOptions(runInNewContext("({ xFor: 3, headerNames: { for: 'x-a' } })") as ProxyFixOptions).xFor).toBe(
      3,
    );
  });
});

describe("the default of xFor and xProto", () => {
  it.each<[ProxyFixOptions, xFor: number, xProto: number]>([
    [{}, 1, 1],
    [{ trustedPeers: "loopback" }, 1, 1],
    [{ trustedProxies: "loopback" }, Infinity, 1],
    [{ trustedProxies: () => true }, 1, 1],
    [{ forwarded: 1 }, 0, 0],
    [{ forwarded: 1, trustedProxies: "loopback" }, 0, 0],
    [{ clientAddressHeader: "x-real-ip" }, 0, 1],
    [{ clientAddressHeader: { name: "x-real-ip", from: "unix" }, trustedProxies: "loopback" }, Infinity, 1],
  ])("is for %o: %s and %s", (options, xFor, xProto) => {
    expect(compileOptions(options)).toMatchObject({ xFor, xProto, xHost: 0, xPort: 0, xPrefix: 0 });
  });
});

describe("the compiled options", () => {
  it.each<[ProxyFixOptions, maxHops: number]>([
    [{}, 1],
    [{ xFor: 2, xHost: 3 }, 3],
    [{ forwarded: 5 }, 5],
    [{ xPort: 64 }, 64],
    [{ trustedProxies: "loopback" }, 64],
  ])("walk over at most this many hops for %o: %i", (options, maxHops) => {
    expect(compileOptions(options).maxHops).toBe(maxHops);
  });

  it("list the six well-known headers if none is renamed, and every sign of a proxy", () => {
    const { forwardingHeaders, signs } = compileOptions({});
    expect(new Set(forwardingHeaders)).toEqual(
      new Set(["forwarded", ...["for", "proto", "host", "port", "prefix"].map((fact) => `x-forwarded-${fact}`)]),
    );
    expect(new Set(signs)).toEqual(new Set([...forwardingHeaders, "via", "cdn-loop", ...VENDOR_SIGNS]));
  });

  it("have a reader and issues for the header of each fact", () => {
    const { readers, issues } = compileOptions({ headerNames: { host: "X-Shop" } });
    const headers = { "x-shop": "a", "x-forwarded-port": "b", "x-forwarded-host": "c" };
    const names = { for: "x-forwarded-for", proto: "x-forwarded-proto", host: "x-shop", port: "x-forwarded-port", prefix: "x-forwarded-prefix", forwarded: "forwarded" }; // prettier-ignore
    expect([readers.host(headers), readers.port(headers), readers.for(headers)]).toEqual(["a", "b", undefined]);
    expect(Object.keys(readers).toSorted()).toEqual(["for", "host", "port", "prefix", "proto"]);
    expect(Object.fromEntries(Object.entries(issues).map(([fact, { absent }]) => [fact, absent.header]))).toEqual(
      names,
    );
  });

  it("have the trust of either option, and a walk for trustedProxies", () => {
    const peers = compileOptions({ trustedPeers: "loopback" });
    expect([peers.trust?.trustsPeer("127.0.0.1"), Object.entries(peers).find(([key]) => key === "walk")]).toEqual([
      true,
      ["walk", undefined],
    ]);
    const proxies = compileOptions({ trustedProxies: "loopback" });
    expect([proxies.walk?.trustsPeer("127.0.0.1"), proxies.trust]).toEqual([true, proxies.walk]);
  });

  it("check the host if allowedHosts is set", () => {
    const { isAllowedHost } = compileOptions({ allowedHosts: ["a.test"] });
    expect([isAllowedHost?.("a.test"), isAllowedHost?.("b.test")]).toEqual([true, false]);
    expect(compileOptions({}).isAllowedHost).toBeUndefined();
  });

  it("list every header that shows a proxy at work, each once", () => {
    const options = { headerNames: { proto: "X-P", host: "x-h" }, clientAddressHeader: "X-Real-IP" };
    const { forwardingHeaders } = compileOptions(options);
    expect(new Set(forwardingHeaders)).toEqual(
      new Set([
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-prefix",
        "forwarded",
        "x-p",
        "x-h",
        "x-real-ip",
      ]),
    );
    expect(forwardingHeaders).toHaveLength(9);
  });

  it.each([
    ["X-Forwarded-Ssl", true],
    ["front-end-https", true],
    ["x-scheme", false],
    ["x-forwarded-proto", false],
  ])("parse on and off in the proto header %s: %s", (proto, hasOnOff) => {
    const compiled = compileOptions({ headerNames: { proto } });
    expect(compiled.hasOnOff).toBe(hasOnOff);
    expect(compiled.parseProto("on", 0, 2)).toBe(hasOnOff ? "https" : undefined);
  });
});
