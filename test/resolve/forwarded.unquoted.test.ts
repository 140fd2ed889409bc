import { describe, expect, it } from "vitest";

import { both, expectResolution, listReasons } from "../reference/both.js";
import { PEER } from "./request.js";

const UNKNOWN = { clientAddress: undefined, clientPort: undefined, addresses: [] };
const FAULTY = { ...UNKNOWN, proto: "http", host: undefined };

describe.each(both)("a value of Forwarded (R4), resolved by %s,", (_by, resolve) => {
  it.each<[string, Record<string, unknown>, string[]]>([
    // Common senders leave out the quotes.
    ["for=1.2.3.4:80;host=app:8080", { clientAddress: "1.2.3.4", clientPort: 80, host: "app:8080" }, []],
    ["for=[2001:db8::1];host=[::1]:81", { clientAddress: "2001:db8::1", host: "[::1]:81" }, []],
    ["for=[2001:DB8::1]:4711", { clientAddress: "2001:db8::1", clientPort: 4711 }, []],
    ["for=1.2.3.4;by=[::1]:80;ext=a:b", { clientAddress: "1.2.3.4", host: "own" }, []],
    ["for=1.2.3.4:_x", { clientAddress: "1.2.3.4", clientPort: undefined }, []],
    ["for=1.2.3.4:", UNKNOWN, ["forwarded invalid"]],
    // Other delimiters make the whole element invalid, and so do these three in a name.
    ["for=1.2.3.4;host=a@b", FAULTY, ["forwarded invalid"]],
    ["for=1.2.3.4;host=a/b", FAULTY, ["forwarded invalid"]],
    ["for=1.2.3.4;host=", FAULTY, ["forwarded invalid"]],
    ["for=1.2.3.4;a:b=c", FAULTY, ["forwarded invalid"]],
    ["for=1.2.3.4;[a]=c", FAULTY, ["forwarded invalid"]],
    ["for=1.2.3.4;host=b\u00fccher.test", FAULTY, ["forwarded invalid"]],
    // An IPv6 address is in brackets, quoted or not.
    [
      'for="2001:db8::1:8080";proto=https;host=a.test',
      { ...UNKNOWN, proto: "https", host: "a.test" },
      ["forwarded invalid"],
    ],
    ["for=2001:db8::1;proto=https;host=a.test", { ...UNKNOWN, proto: "https", host: "a.test" }, ["forwarded invalid"]],
    ['for="::1"', UNKNOWN, ["forwarded invalid"]],
    ['for="::ffff:1.2.3.4"', UNKNOWN, ["forwarded invalid"]],
    ['for="[::ffff:1.2.3.4]:80"', { clientAddress: "1.2.3.4", clientPort: 80 }, []],
    // An empty quoted value.
    ['for="";proto=https;host=a.test', { ...UNKNOWN, proto: "https", host: "a.test" }, ["forwarded empty"]],
    ['for=1.2.3.4;host=""', { clientAddress: "1.2.3.4", host: undefined }, ["forwarded empty"]],
    ['for=1.2.3.4;proto=""', { clientAddress: "1.2.3.4", proto: "http", host: "own" }, ["forwarded empty"]],
    ['for="";proto="";host=""', FAULTY, ["forwarded empty"]],
    ['for="";host="@"', { ...UNKNOWN, host: undefined }, ["forwarded empty", "forwarded invalid"]],
    ['for="@";host=""', { ...UNKNOWN, host: undefined }, ["forwarded invalid", "forwarded empty"]],
    // A quoted-string is not trimmed, and may contain a tab, which no grammar of the three accepts.
    ['for=" 1.2.3.4"', UNKNOWN, ["forwarded invalid"]],
    ['for=1.2.3.4;host=" "', { clientAddress: "1.2.3.4", host: undefined }, ["forwarded invalid"]],
    ['for=1.2.3.4;ext="a\tb"', { clientAddress: "1.2.3.4" }, []],
    ['for=1.2.3.4;ext="a\\\tb"', { clientAddress: "1.2.3.4" }, []],
    ['for=1.2.3.4;ext="a\u00e9b"', { clientAddress: "1.2.3.4" }, []],
    ['for=1.2.3.4;ext="a\u0001b"', FAULTY, ["forwarded invalid"]],
    ['for=1.2.3.4;ext="a\u007fb"', FAULTY, ["forwarded invalid"]],
  ])("resolves %j to %o with the issues %j", (forwarded, facts, issues) => {
    const request = { headers: { host: "own", forwarded }, peerAddress: PEER };
    const resolution = expectResolution(resolve(request, { forwarded: 1 }));
    expect(resolution).toMatchObject(facts);
    expect(listReasons(resolution)).toEqual(issues);
  });

  it("ends the walk over trusted proxies if its IPv6 address is bare", () => {
    const options = { forwarded: Infinity, trustedProxies: ["10.0.0.0/8", "2001:db8::/32"] };
    const walk = (forwarded: string) =>
      expectResolution(resolve({ headers: { forwarded }, peerAddress: PEER }, options)).clientAddress;
    expect(walk("for=1.2.3.4, for=[2001:db8::2]:80")).toBe("1.2.3.4");
    expect(walk('for=1.2.3.4, for="2001:db8::2"')).toBeUndefined();
    expect(walk("for=1.2.3.4, for=2001:db8::2")).toBeUndefined();
  });

  it("is left out of the proxies crossed if its IPv6 address is bare", () => {
    const forwarded = 'for=1.2.3.4, for="2001:db8::2", for=[2001:db8::3]';
    const resolution = expectResolution(resolve({ headers: { forwarded }, peerAddress: PEER }, { forwarded: 3 }));
    expect(resolution.addresses).toEqual(["1.2.3.4", "2001:db8::3"]);
  });
});
