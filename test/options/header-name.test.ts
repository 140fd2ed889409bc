import { describe, expect, it } from "vitest";

import { readHeaderName, readProtoName, toDashed } from "../../src/options/header-name.js";

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
    ["set-cookie", 'got "set-cookie", which means something else'],
    ["set_cookie", 'got "set_cookie", which means something else'],
    ["set.cookie", 'got "set.cookie", which means something else'],
    ["from", 'got "from", which means something else'],
    ["server", 'got "server", which means something else'],
    ["content-type", 'got "content-type", which means something else'],
    ["y".repeat(100) + " ", `got "${"y".repeat(60)}…"; expected a header's name`],
  ])("rejects %j: %s", (name, message) => {
    expect(() => readHeaderName(name, "headerNames.for")).toThrow(`\`headerNames.for\`: ${message}`);
  });
});

describe("readHeaderName, for every header of which Node keeps the first or makes a list", () => {
  it.each(
    (
      "age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since " +
      "last-modified location max-forwards proxy-authorization referer retry-after server user-agent set-cookie cookie"
    ).split(" "),
  )("refuses %s", (name) => {
    expect(() => readHeaderName(name, "clientAddressHeader")).toThrow("which means something else");
  });
});

describe("readProtoName", () => {
  it.each(["x-forwarded-ssl", "front-end-https", "x-scheme", "cloudfront-forwarded-proto"])("returns %s", (name) => {
    expect(readProtoName(name, "headerNames.proto")).toBe(name);
  });

  it.each([
    ["cf-visitor", "contains JSON", "JSON.parse(text).scheme"],
    ["CF_Visitor", "contains JSON", "JSON.parse(text).scheme"],
    ["X-ARR-SSL", "contains the server's certificate", 'when((headers) => "x-arr-ssl" in headers, set('],
    ["fastly-ssl", "contains 1", 'when((headers) => "fastly-ssl" in headers, set('],
  ])("refuses %s, whose value is no scheme, and shows a rewrite", (name, content, rewrite) => {
    const read = (): string => readProtoName(name, "headerNames.proto");
    expect(read).toThrow(`\`headerNames.proto\`: got "${name.toLowerCase()}", which ${content}`);
    expect(read).toThrow(rewrite);
  });
});

describe("readProtoName, for a header with JSON", () => {
  it("shows a rewrite that makes a scheme of it", () => {
    const rewrite =
      'rewriteHeaders(pipe(remove("x-forwarded-proto"), move("cf-visitor", "x-forwarded-proto"), ' +
      'map("x-forwarded-proto", (text) => JSON.parse(text).scheme)))';
    expect(() => readProtoName("cf-visitor", "headerNames.proto")).toThrow(
      `Cloudflare writes X-Forwarded-Proto as well: leave the name out, or make a header of it by ${rewrite}`,
    );
  });
});

describe("toDashed", () => {
  it("replaces each underscore, and every other separator", () => {
    expect(toDashed("x_forwarded_for")).toBe("x-forwarded-for");
    expect(toDashed("x.forwarded~for9")).toBe("x-forwarded-for9");
  });
});
