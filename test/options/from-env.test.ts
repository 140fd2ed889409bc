import { afterEach, describe, expect, it, vi } from "vitest";

import { optionsFromEnv } from "../../src/index.js";

describe("optionsFromEnv", () => {
  it.each([
    [
      "xFor=2,xProto=1,trustedPeers=loopback 10.0.0.0/8",
      { xFor: 2, xProto: 1, trustedPeers: ["loopback", "10.0.0.0/8"] },
    ],
    [" xHost = 1 , strict = true ", { xHost: 1, strict: true }],
    ["strict=false", { strict: false }],
    ["xFor=12", { xFor: 12 }],
    ["allowedHosts=a.test \t b.test", { allowedHosts: ["a.test", "b.test"] }],
    ["trustedProxies=10.0.0.0/8,xFor=Infinity", { trustedProxies: ["10.0.0.0/8"], xFor: Infinity }],
    [
      "clientAddressHeader=cf-connecting-ip,trustedPeers=unix",
      { clientAddressHeader: "cf-connecting-ip", trustedPeers: ["unix"] },
    ],
    ["allowedHosts=example.com *.example.com", { allowedHosts: ["example.com", "*.example.com"] }],
    ["forwarded=1,xPort=1,xPrefix=1", { forwarded: 1, xPort: 1, xPrefix: 1 }],
    [
      "socket=true,warnings=false,forwardedHeaders=keep,keepHeaders=cf-ipcountry x-real-ip",
      { socket: true, warnings: false, forwardedHeaders: "keep", keepHeaders: ["cf-ipcountry", "x-real-ip"] },
    ],
    [
      "headerNames.host=x-original-host,xHost=1,headerNames.for=x-client",
      { headerNames: { host: "x-original-host", for: "x-client" }, xHost: 1 },
    ],
    [
      "trustedProxies=10.0.0.0/8,clientAddressHeader.name=x-real-ip,clientAddressHeader.from=10.0.0.1 unix",
      { trustedProxies: ["10.0.0.0/8"], clientAddressHeader: { name: "x-real-ip", from: ["10.0.0.1", "unix"] } },
    ],
    [
      "xFor=1,shadow.xFor=2,shadow.trustedPeers=loopback 10.0.0.0/8,shadow.headerNames.host=x-shop,shadow.strict=true",
      {
        xFor: 1,
        shadow: { xFor: 2, trustedPeers: ["loopback", "10.0.0.0/8"], headerNames: { host: "x-shop" }, strict: true },
      },
    ],
  ])("reads %j as %o", (text, options) => {
    expect(optionsFromEnv({ PROXY_FIX: text })).toEqual(options);
  });

  it.each([undefined, "", "  "])("reads %j as options that believe no header", (text) => {
    expect(optionsFromEnv({ PROXY_FIX: text })).toEqual({ xFor: 0, xProto: 0 });
  });

  it.each([
    [
      "2",
      'PROXY_FIX: got "2"; expected name=value once for each option, separated by commas, such as ' +
        '"xFor=1,xProto=1,trustedPeers=loopback 10.0.0.0/8"',
    ],
    ["trustedPeers=loopback,", 'PROXY_FIX: got ""; expected name=value once for each option'],
    ["trustedPeers=loopback, ,xFor=1", 'PROXY_FIX: got " "; expected name=value once for each option'],
    ["strict=", '`strict`: got ""; expected a value'],
    ["xFor=1x", '`xFor`: got "1x"; expected an integer from 0'],
    ["xFor=1;", '`xFor`: got "1;"; expected an integer from 0'],
    ["xFor=1=2", '`xFor`: got "1=2"; expected an integer from 0'],
    ["xHost=1, xFor=1=2", '`xFor`: got "1=2"; expected an integer from 0'],
    ["xFor=1  xProto=1", 'commas separate the options: "xFor=1,xProto=1"'],
    ["xFor=1 xProto =1", 'commas separate the options: "xFor=1,xProto =1"'],
    ["xFor=1, xHost=1;strict=true", 'commas separate the options: "xHost=1,strict=true"'],
    ['headerNames.host="a"b', '`headerNames.host`: got "\\"a\\"b"; expected a header\'s name'],
    ["xFor=1,,xHost=1", 'PROXY_FIX: got ""; expected name=value'],
    ["=1", 'PROXY_FIX: got "=1"; expected name=value'],
    ["xFor=1,xFor=2", 'PROXY_FIX: got "xFor=2" twice over; expected name=value'],
    ["xFor=one", '`xFor`: got "one"; expected an integer from 0'],
    ["xFor=-1", '`xFor`: got "-1"; expected an integer from 0'],
    ["xFor=", '`xFor`: got ""; expected a value'],
    ["x_for=1", "`x_for` is not an option. Did you mean `xFor`?"],
    ["trustedPeers=", "`trustedPeers`: got an empty list; expected a value"],
    ["trustedPeers=10.0.0.0/1", "expected a prefix of /8 or longer"],
    ["__proto__=1,xFor=1", "`__proto__` is not an option."],
    ["strict=yes", 'PROXY_FIX: `strict`: got "yes"; expected true or false'],
    ["warnings=1", 'PROXY_FIX: `warnings`: got "1"; expected true or false'],
    ["xFor=1;xProto=1", 'PROXY_FIX: got "xFor=1;xProto=1"; commas separate the options: "xFor=1,xProto=1"'],
    ["xFor=1 xProto=1", 'PROXY_FIX: got "xFor=1 xProto=1"; commas separate the options: "xFor=1,xProto=1"'],
    ["xHost=1 ; strict=true", 'PROXY_FIX: got "xHost=1 ; strict=true"; commas separate the options: "xHost=1,strict=true"'], // prettier-ignore
    ["trustedPeers=loopback uniquelocal xFor=1", 'commas separate the options: "trustedPeers=loopback uniquelocal,xFor=1"'], // prettier-ignore
    ["xFor=1&xProto=1", 'commas separate the options: "xFor=1,xProto=1"'],
    ["'xFor=1'", 'PROXY_FIX: got "\'xFor=1\'"; leave the quotes out: "xFor=1"'],
    ['"xFor=1,xProto=1"', 'PROXY_FIX: got "\\"xFor=1,xProto=1\\""; leave the quotes out: "xFor=1,xProto=1"'],
    ['trustedPeers="loopback"', 'PROXY_FIX: `trustedPeers`: got "\\"loopback\\""; leave the quotes out: "loopback"'],
    ["xFor='1'", 'PROXY_FIX: `xFor`: got "\'1\'"; leave the quotes out: "1"'],
    [
      "headerNames=x",
      'PROXY_FIX: `headerNames`: got "x"; expected one name each, such as headerNames.host=x-original-host',
    ],
    ["headerNames.hots=x", "PROXY_FIX: `headerNames.hots` is not an option. Did you mean `headerNames.host`?"],
    ["trustProxy=1", "PROXY_FIX: `trustProxy` is not an option here; "],
    ["trustedPeers=loopback,uniquelocal", 'PROXY_FIX: got "uniquelocal"; a space separates the entries of a list: trustedPeers=loopback uniquelocal'], // prettier-ignore
    ["xFor=1,allowedHosts=a.test, b.test", 'PROXY_FIX: got " b.test"; a space separates the entries of a list: allowedHosts=a.test b.test'], // prettier-ignore
    ["keepHeaders=accept", 'PROXY_FIX: `keepHeaders`: got "accept"; expected a vendor header'],
    ["socket=yes", 'PROXY_FIX: `socket`: got "yes"; expected true or false'],
    ["forwardedHeaders=off", 'PROXY_FIX: `forwardedHeaders`: got "off"; expected "verified" or "keep"'],
    ["clientAddressHeader=a,clientAddressHeader.from=unix", "PROXY_FIX: `clientAddressHeader`: got clientAddressHeader and clientAddressHeader.from; expected one of the two"], // prettier-ignore
    ["shadow=x", 'PROXY_FIX: `shadow`: got "x"; expected one option each, such as shadow.xFor=2'],
    ["shadow.xFor=-1", 'PROXY_FIX: `shadow.xFor`: got "-1"; expected an integer from 0'],
    ["shadow.strict=yes", 'PROXY_FIX: `shadow.strict`: got "yes"; expected true or false'],
    ["shadow.headerNames=x", 'PROXY_FIX: `shadow.headerNames`: got "x"; expected one name each'],
    ["shadow.trustedPeers=loopback,unix", "a space separates the entries of a list: shadow.trustedPeers=loopback unix"],
    ["shadow.clientAddressHeader=a,shadow.clientAddressHeader.from=unix", "PROXY_FIX: `shadow.clientAddressHeader`: got shadow.clientAddressHeader and shadow.clientAddressHeader.from; expected one of the two"], // prettier-ignore
    ["shadow.shadow.xFor=1", "PROXY_FIX: `shadow.shadow.xFor` is not an option."],
  ])("rejects %j: %s", (text, message) => {
    const read = (): unknown => optionsFromEnv({ PROXY_FIX: text });
    expect(read).toThrow(message);
    expect(read).toThrow(/^PROXY_FIX: /);
    expect(read).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }) as Error);
  });

  it.each(["xFor=2", "", 7, null, ["xFor=2"]])(
    "rejects %j in place of the variables, and names the right call",
    (env) => {
      const read = (): unknown => optionsFromEnv(env as never);
      expect(read).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "env" }) as Error);
      expect(read).toThrow("expected process.env; write optionsFromEnv()");
    },
  );

  it.each<[unknown, string]>([
    ["", '""'],
    [7, "7"],
    [null, "null"],
    [["xFor=2"], "a list"],
  ])("advises nothing else for %j", (env, received) => {
    const message = `\`env\`: got ${received}; expected process.env; write optionsFromEnv()`;
    expect(() => optionsFromEnv(env as never)).toThrow(expect.objectContaining({ message }) as Error);
  });

  it.each([{ xFor: 1 }, { trustedPeers: "loopback" }])("rejects the options %j in place of the variables", (env) => {
    const read = (): unknown => optionsFromEnv(env as never);
    expect(read).toThrow("`env`: got options; expected process.env; write optionsFromEnv()");
  });

  it("shows how to pass a text as the variable", () => {
    const read = (): unknown => optionsFromEnv("xFor=2" as never);
    const message = '`env`: got "xFor=2"; expected process.env; write optionsFromEnv(), or optionsFromEnv({ PROXY_FIX: "xFor=2" })'; // prettier-ignore
    expect(read).toThrow(message);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it("reads the variables of the process by default", () => {
    vi.stubEnv("PROXY_FIX", "xFor=3");
    expect(optionsFromEnv()).toEqual({ xFor: 3 });
  });

  it("returns options that believe no header if the runtime has no process", () => {
    vi.stubGlobal("process", undefined);
    const options = optionsFromEnv();
    vi.unstubAllGlobals();
    expect(options).toEqual({ xFor: 0, xProto: 0 });
  });
});
