import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";
import { OF_BROWSER } from "../contract/browser-lines.js";
import { parse, readShown, resolveQuietly, type Line } from "./parsed-request.js";

const HOST: Line = ["Host", "app.internal"];
const FOR: Line = ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"];
const PROTO: Line = ["X-Forwarded-Proto", "https"];
const X_HOST: Line = ["x-forwarded-host", "evil.test, www.example.com"];
const received = [HOST, ["Accept", "*/*"], FOR, PROTO, X_HOST] as const;
/** How these are after proxyFix, if it believes all of them. */
const believed = ["Host", "www.example.com", "Accept", "*/*", "X-Forwarded-For", "203.0.113.7", ...PROTO];
const believedHost = ["x-forwarded-host", "www.example.com"];

describe.each([
  ["without other headers", []],
  ["with a browser's other headers", OF_BROWSER],
])("the headers and header lines of a request %s", (_others, others) => {
  it.each<[string, AdapterOptions, readonly Line[], readonly string[]]>([
    ["contain each believed value in its place", { xHost: 1 }, received, [...believed, ...believedHost]],
    [
      "contain a believed port and prefix",
      { xHost: 1, xPort: 1, xPrefix: 1 },
      [...received, ["X-Forwarded-Port", "80, 8443"], ["X-Forwarded-Prefix", "/evil, /shop"]],
      [
        ...["Host", "www.example.com:8443", "Accept", "*/*", "X-Forwarded-For", "203.0.113.7", ...PROTO],
        ...["x-forwarded-host", "www.example.com:8443", "X-Forwarded-Port", "8443", "X-Forwarded-Prefix", "/shop"],
      ],
    ],
    [
      "do not contain port, prefix, Forwarded, vendor headers and aliases if no option believes them",
      { xHost: 1 },
      [
        ["X-Forwarded-Port", "443"],
        ...received,
        ["X-Forwarded-Prefix", "/evil"],
        ["Forwarded", "for=6.6.6.6"],
        ["X-Real-IP", "6.6.6.6"],
        ["X_Forwarded_Host", "evil.test"],
      ],
      [...believed, ...believedHost],
    ],
    [
      "do not contain proto and host if their counts are 0",
      { xProto: 0 },
      received,
      [...HOST, ...believed.slice(2, 6)],
    ],
    [
      "contain canonical values if others were received",
      { xHost: 1, xPort: 1 },
      [
        ["Host", "app:3000"],
        ["X-Forwarded-For", "[2001:DB8::7]:4711"],
        ["X-Forwarded-Proto", "HTTPS"],
        ["X-Forwarded-Host", "Example.com:443"],
        ["X-Forwarded-Port", "0443"],
      ],
      [
        ...["Host", "example.com", "X-Forwarded-For", "2001:db8::7", ...PROTO],
        ...["X-Forwarded-Host", "example.com", "X-Forwarded-Port", "443"],
      ],
    ],
    [
      "contain one line of a header that was received in several",
      { xHost: 1 },
      [...received, ["X-FORWARDED-PROTO", "http"], ["X-Forwarded-For", "203.0.113.8"]],
      [...believed.slice(0, 5), "203.0.113.8", "X-Forwarded-Proto", "http", ...believedHost],
    ],
    [
      "contain no host if several Host lines were received and no option believes another",
      {},
      [HOST, FOR, ["Host", "evil.test"]],
      ["X-Forwarded-For", "203.0.113.7"],
    ],
    [
      "contain a Host line at the end if none was received",
      { xHost: 1 },
      [X_HOST],
      [...believedHost, "Host", "www.example.com"],
    ],
    [
      "contain the trusted proxies that the request crossed",
      { xFor: 3, trustedProxies: "10.0.0.0/8" },
      [HOST, ["X-Forwarded-For", "6.6.6.6, 10.3.3.3,10.2.2.2, 10.1.2.3"]],
      [...HOST, "X-Forwarded-For", "10.3.3.3, 10.2.2.2, 10.1.2.3"],
    ],
    ["contain only the Host of the connection if the peer is not trusted", { xHost: 1, trustedPeers: "192.0.2.1" }, received, [...HOST, "Accept", "*/*"]], // prettier-ignore
    ["contain only the Host of the connection if the request is refused", { xHost: 1, xPort: 1, strict: true }, received, [...HOST, "Accept", "*/*"]], // prettier-ignore
    ["contain what was received if the headers are kept", { xHost: 1, forwardedHeaders: "keep" }, received, received.flat()], // prettier-ignore
    [
      "contain a vendor header that is kept",
      { keepHeaders: ["x-real-ip"] },
      [HOST, ["X-Real-IP", "203.0.113.9"], ["CF-Connecting-IP", "6.6.6.6"]],
      [...HOST, "X-Real-IP", "203.0.113.9"],
    ],
    ["do not contain the alias -client of a header _client", { headerNames: { for: "_client" } }, [HOST, ["-client", "6.6.6.6"]], [...HOST]], // prettier-ignore
    ["do not contain the alias client- of a header client_", { headerNames: { for: "client_" } }, [HOST, ["client-", "6.6.6.6"]], [...HOST]], // prettier-ignore
    [
      "contain none of all vendor headers",
      {},
      [HOST, ...VENDOR_HEADERS.map((name): Line => [name, "6.6.6.6"]), FOR],
      [...HOST, "X-Forwarded-For", "203.0.113.7"],
    ],
  ])("%s", (_title, options, lines, expected) => {
    const req = parse([...others, ...lines]);
    resolveQuietly(compileAdapter(options), req);
    const expectedLines = [...others.flat(), ...expected];
    const names = expectedLines.filter((_, at) => at % 2 === 0);
    const values = expectedLines.filter((_, at) => at % 2 === 1);
    const record = Object.fromEntries(names.map((name, at) => [name.toLowerCase(), values[at]]));
    const isKept = options.forwardedHeaders === "keep";
    expect(readShown(req)).toEqual({
      headers: record,
      lines: expectedLines,
      distinct: Object.fromEntries(Object.entries(record).map(([name, value]) => [name, [value]])),
    });
    expect(isKept || !JSON.stringify(readShown(req)).includes("6.6.6.6")).toBe(true);
  });
});

describe("the headers of a resolved request", () => {
  const vendors: readonly Line[] = [
    ["X-Real-IP", "6.6.6.6"],
    ["Accept", "*/*"],
    ["Host", "app"],
    ["X-Forwarded-Port", "443"],
    ["CF-Connecting-IP", "6.6.6.6"],
    ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
    ["User-Agent", "curl"],
    ["x_forwarded_for", "6.6.6.6"],
  ];
  const left = ["Accept", "*/*", "Host", "app", "X-Forwarded-For", "203.0.113.7", "User-Agent", "curl"];

  it.each([
    ["few", []],
    ["many", OF_BROWSER],
  ])("are changed in the objects that other code may hold, among %s others", (_many, others) => {
    const req = parse([...vendors, ...others]);
    const { headers, rawHeaders } = req;
    resolveIncoming(compileAdapter({}), req);
    expect(req.headers).toBe(headers);
    expect(req.rawHeaders).toBe(rawHeaders);
    expect(rawHeaders).toEqual([...left, ...others.flat()]);
    expect(Object.keys(headers)).toEqual(rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()));
  });

  it.each([
    ["changed", vendors.slice(2, 3).concat(vendors.slice(5, 6))],
    ["deleted", vendors],
  ])("add no own property to the request, which would slow down each access to it, if some are %s", (_how, lines) => {
    const req = parse(lines);
    const before = Reflect.ownKeys(req);
    resolveIncoming(compileAdapter({}), req);
    expect(req.headers["x-forwarded-for"]).toBe("203.0.113.7");
    // headersDistinct alone becomes one: Node's accessor counts the lines that were parsed.
    expect(Reflect.ownKeys(req).filter((key) => !before.includes(key))).toEqual(["headersDistinct"]);
  });

  it("do not contain an inherited header that is not believed", () => {
    const req = parse(vendors);
    req.headers = Object.create(req.headers) as IncomingMessage["headers"];
    resolveIncoming(compileAdapter({}), req);
    expect(req.headers["x-real-ip"]).toBeUndefined();
    expect(req.headers["x_forwarded_for"]).toBeUndefined();
    expect(req.headers).toMatchObject({ host: "app", "x-forwarded-for": "203.0.113.7", accept: "*/*" });
  });

  it("do not contain a value that other code put into the headers or the lines alone", () => {
    const req = parse(vendors);
    req.headers["x-forwarded-host"] = req.headers[":authority"] = "evil.test";
    req.rawHeaders.push("X-Client-IP", "6.6.6.6");
    req.rawHeaders.unshift("Forwarded", "for=6.6.6.6");
    delete req.headers["x-real-ip"];
    resolveIncoming(compileAdapter({ xFor: 0 }), req);
    expect(readShown(req)).toMatchObject({
      lines: ["Accept", "*/*", "User-Agent", "curl"],
      headers: { accept: "*/*", "user-agent": "curl" },
    });
  });

  it.each([
    ["read", (req: IncomingMessage) => req.headersDistinct],
    ["assigned", (req: IncomingMessage) => (req.headersDistinct = { "x-forwarded-for": ["6.6.6.6"] })],
  ])("are those of headersDistinct too if it was %s before", (_how, use) => {
    const req = parse([HOST, FOR]);
    use(req);
    resolveIncoming(compileAdapter({}), req);
    expect({ ...req.headersDistinct }).toEqual({ host: ["app.internal"], "x-forwarded-for": ["203.0.113.7"] });
  });

  describe.each<[string, readonly Line[]]>([
    ["deleted", vendors],
    ["changed", vendors.slice(2, 3).concat(vendors.slice(5, 6))],
  ])("are %s and have the same values", (_how, lines) => {
    it.each<[string, (req: IncomingMessage) => void]>([
      ["froze the headers", (req) => void Object.freeze(req.headers)],
      ["sealed the headers", (req) => void Object.seal(req.headers)],
      ["froze the lines", (req) => void Object.freeze(req.rawHeaders)],
      ["sealed the lines", (req) => void Object.seal(req.rawHeaders)],
      ["made one read-only", (req) => void Object.defineProperty(req.headers, "x-forwarded-for", { writable: false })],
    ])("if an earlier middleware %s", (_what, seal) => {
      const req = parse(lines);
      seal(req);
      const other = parse(lines);
      expect(resolveQuietly(compileAdapter({ xProto: 0 }), req)).toBe(
        resolveQuietly(compileAdapter({ xProto: 0 }), other),
      );
      expect(readShown(req)).toEqual(readShown(other));
      expect(resolutionOf(req)?.original).toEqual(resolutionOf(other)?.original);
      expect(resolveQuietly(compileAdapter({ xFor: 2 }), req)).toBe(
        resolveQuietly(compileAdapter({ xFor: 2 }), parse(lines)),
      );
    });
  });
});
