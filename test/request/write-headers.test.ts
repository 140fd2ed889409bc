import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";

import { createEngine, type Engine, type AdapterOptions } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";
import { previewIncoming } from "../../src/adapters/fastify/preview.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { VENDOR_HEADERS } from "../../src/headers/vendor-headers.js";
import { OF_BROWSER, parse, see, settle, type Line } from "./parsed-request.js";

/** The same options, by which all headers are looked through, whatever the request has. */
function lookThroughAll(options: AdapterOptions): Engine {
  return { ...createEngine(options), findsLines: false };
}

function joinLines(req: IncomingMessage): object {
  return Object.fromEntries(Object.entries(req.headersDistinct).map(([name, values]) => [name, values?.join(", ")]));
}

const spelled = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    name,
    name.toUpperCase(),
    name.replace(/(^|-)./g, (start) => start.toUpperCase()),
  );
const line = fc
  .tuple(
    fc.constantFrom(
      "host",
      "x-forwarded-for",
      "x-forwarded-proto",
      "x-forwarded-host",
      "x-forwarded-port",
      "x-forwarded-prefix",
      "x_forwarded_host",
      "x-real-ip",
      "forwarded",
      "accept",
      "date",
      "x-unrelated",
      // Enumerated first, never a property, and two that Node joins in ways of their own.
      "7",
      "__proto__",
      "cookie",
      "set-cookie",
    ),
    fc.constantFrom(
      "example.com",
      "app:3000",
      "203.0.113.7",
      "6.6.6.6, 203.0.113.7",
      "https",
      "8443",
      "/app",
      "for=192.0.2.1",
      "",
    ),
  )
  .chain(([name, value]) => fc.tuple(spelled(name), fc.constant(value)));
/** What comes through a proxy: each header once, most of them to be written over or taken out. */
const throughProxy = fc
  .shuffledSubarray([
    "host",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-real-ip",
    "cf-connecting-ip",
    "x_forwarded_host",
    "accept",
    "date",
  ])
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(spelled(name), fc.constantFrom(...(VALUES[name] ?? ["app"]))))),
  );
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "x-forwarded-for": ["6.6.6.6, 203.0.113.7", "203.0.113.7", "6.6.6.6,203.0.113.7,10.1.2.3"],
  "x-forwarded-proto": ["https", "http, https"],
  "x-forwarded-host": ["www.example.com", "Example.com:443"],
  "x-forwarded-port": ["443", "8443", "0443"],
};
const someLines = fc
  .tuple(fc.oneof(throughProxy, fc.array(line, { maxLength: 9 })), fc.constantFrom("alone", "before", "behind"))
  .map(([lines, place]) => {
    if (place === "alone") return lines;
    return place === "before" ? [...lines, ...OF_BROWSER] : [...OF_BROWSER, ...lines];
  });
const someVerifying: readonly AdapterOptions[] = [
  {},
  { xFor: 1, xProto: 1, xHost: 1 },
  { xFor: 2, xHost: 1, xPort: 1, xPrefix: 1 },
  { xFor: 0, xProto: 0, forwarded: 1 },
  { headerNames: { host: "date" }, xHost: 1 },
  { xFor: 0, xProto: 0, keepHeaders: ["x-real-ip"] },
  { xHost: 1, trustedPeers: "10.0.0.0/8" },
  { xHost: 1, trustedPeers: "192.0.2.1" },
  { xHost: 1, xPort: 1 },
  { xHost: 1, trustedProxies: "10.0.0.0/8" },
  { xHost: 1, trustedProxies: (address) => address.startsWith("10.") },
  { xProto: 0 },
  { xProto: 1, xHost: 1, allowedHosts: ["www.example.com"] },
  { strict: true },
  { strict: (_issue, { headers }) => "x-unrelated" in headers },
  { clientAddressHeader: "x-real-ip" },
];
const verifying = fc.constantFrom(...someVerifying);
const someOptions = fc.constantFrom<AdapterOptions>(...someVerifying, { xHost: 1, forwardedHeaders: "keep" });
/** What an earlier middleware may have done. */
const someEdits = fc.array(
  fc.tuple(
    fc.constantFrom("x-added", "x-unrelated", "x-real-ip", "x-forwarded-host", "host"),
    fc.constantFrom("edited.example", undefined),
  ),
  { maxLength: 2 },
);
/** What else one may have done. */
const someDetours: readonly ((req: IncomingMessage) => void)[] = [
  (req) => (req.headers = Object.fromEntries(Object.entries(req.headers).toReversed())),
  (req) => (req.headers = Object.assign(Object.create(null) as object, req.headers)),
  (req) => (req.headers = { ...req.headers, "x-forwarded-for": "192.0.2.66" }),
  (req) => req.rawHeaders.push("X-Forwarded-For", "192.0.2.66"),
  (req) => req.rawHeaders.unshift("Host", "evil.test"),
  (req) => req.rawHeaders.splice(-2, 2, "X-Added", "1"),
  (req) => req.rawHeaders.splice(0, 2, "X-Real-IP", "192.0.2.66"),
  (req) => req.rawHeaders.reverse(),
];
type Edits = readonly (readonly [name: string, value: string | undefined])[];

function edit(req: IncomingMessage, edits: Edits): IncomingMessage {
  for (const [name, value] of edits) {
    if (value === undefined) delete req.headers[name];
    else req.headers[name] = value;
  }
  return req;
}

const holds = (
  run: (lines: readonly (readonly [string, string])[], options: AdapterOptions, edits: Edits) => void,
): void => fc.assert(fc.property(someLines, someOptions, someEdits, run), { numRuns: RUNS });

describe("headers written over in place", { timeout: LIMIT }, () => {
  it("are what they are where they are replaced, after whatever an earlier middleware did", () => {
    const inPlace = { usual: 0, standard: 0, all: 0 };
    holds((lines, options, edits) => {
      // Looked through whole, no request is written over in place.
      const known = edit(parse(lines), edits);
      previewIncoming(lookThroughAll(options), known);
      const resolution = settle(lookThroughAll(options), known);
      for (const [way, engine] of [
        ["usual", createEngine(options)],
        ["standard", { ...createEngine(options), usual: undefined }],
        ["all", lookThroughAll(options)],
      ] as const) {
        const fresh = edit(parse(lines), edits);
        const before = JSON.stringify(fresh.headers);
        const verify = vi.fn(engine.verify);
        expect(settle({ ...engine, verify }, fresh)).toBe(resolution);
        expect(see(fresh)).toEqual(see(known));
        if (verify.mock.calls.length === 0 && JSON.stringify(fresh.headers) !== before) inPlace[way] += 1;
      }
    });
    // The property says something only where all these ways were gone; test/adapters/usual-request sees to the short one.
    expect(inPlace.usual).toBeGreaterThan(RUNS / 50);
    expect(inPlace.standard).toBeGreaterThan(RUNS / 50);
    expect(inPlace.all).toBe(0);
  });

  it("are what they are by the other way where an earlier middleware replaced the headers, or changed the lines alone", () => {
    fc.assert(
      fc.property(someLines, verifying, fc.constantFrom(...someDetours), (lines, options, detour) => {
        const one = parse(lines);
        const other = parse(lines);
        for (const req of [one, other]) detour(req);
        expect(settle(createEngine(options), one)).toBe(settle(lookThroughAll(options), other));
        expect(see(one)).toEqual(see(other));
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it("are the same where somebody has looked at the request ahead of its turn, whatever was done since", () => {
    holds((lines, options, edits) => {
      const engine = createEngine(options);
      const looked = parse(lines);
      previewIncoming(engine, looked);
      const other = edit(parse(lines), edits);
      expect(settle(engine, edit(looked, edits))).toBe(settle(engine, other));
      expect(see(looked)).toEqual(see(other));
      expect(resolutionOf(looked)?.original).toEqual(resolutionOf(other)?.original);
    });
  });

  it("are not what somebody was shown as the original ahead of its turn, which stays as it came", () => {
    const req = parse([
      ["Host", "app"],
      ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
    ]);
    const engine = createEngine();
    const { headers, rawHeaders } = previewIncoming(engine, req).original;
    resolveIncoming(engine, req);
    expect(headers).toEqual({ host: "app", "x-forwarded-for": "6.6.6.6, 203.0.113.7" });
    expect(rawHeaders).toEqual(["Host", "app", "X-Forwarded-For", "6.6.6.6, 203.0.113.7"]);
    expect(see(req)).toMatchObject({ headers: { host: "app", "x-forwarded-for": "203.0.113.7" } });
  });

  it("leave the original as it came", () => {
    holds((lines, options, edits) => {
      const came = edit(parse(lines), edits);
      const req = edit(parse(lines), edits);
      settle(createEngine(options), req);
      const original = resolutionOf(req)?.original;
      expect({ headers: original?.headers, lines: original?.rawHeaders }).toEqual({
        headers: { ...came.headers },
        lines: came.rawHeaders,
      });
      expect(resolutionOf(req)?.original).toBe(original);
    });
  });

  it("are taken back before they are resolved by other options", () => {
    fc.assert(
      fc.property(someLines, someOptions, verifying, (lines, first, second) => {
        const twice = parse(lines);
        settle(createEngine(first), twice);
        const again = settle(createEngine(second), twice);
        const once = parse(lines);
        expect(again).toBe(settle(createEngine(second), once));
        expect(twice.headers).toEqual(once.headers);
        // What was put back stands in one line.
        expect(joinLines(twice)).toEqual(joinLines(once));
      }),
      { numRuns: RUNS },
    );
  });

  it("are the same by either way where an application changes some before they are resolved once more", () => {
    fc.assert(
      fc.property(someLines, someOptions, verifying, someEdits, (lines, first, second, edits) => {
        const one = parse(lines);
        settle(createEngine(first), one);
        const byOne = settle(createEngine(second), edit(one, edits));
        const other = parse(lines);
        settle(lookThroughAll(first), other);
        expect(byOne).toBe(settle(lookThroughAll(second), edit(other, edits)));
        expect(see(one)).toEqual(see(other));
      }),
      { numRuns: RUNS },
    );
  });

  it("are taken back too where an application has replaced the headers meanwhile", () => {
    const req = parse([
      ["Host", "app"],
      ["X-Forwarded-For", "192.0.2.9, 203.0.113.7"],
    ]);
    resolveIncoming(createEngine({ xFor: 1 }), req);
    req.headers = { ...req.headers };
    expect(resolveIncoming(createEngine({ xFor: 2 }), req).resolution.clientAddress).toBe("192.0.2.9");
    expect(resolutionOf(req)?.original.headers["x-forwarded-for"]).toBe("192.0.2.9, 203.0.113.7");
    expect(see(req)).toMatchObject({
      headers: { "x-forwarded-for": "192.0.2.9, 203.0.113.7" },
      lines: ["Host", "app", "X-Forwarded-For", "192.0.2.9, 203.0.113.7"],
    });
  });

  it.each([
    ["few", "somebody", []],
    ["few", "evil.test", []],
    ["many", "somebody", OF_BROWSER],
    ["many", "evil.test", OF_BROWSER],
  ])("leave no second Host line, among %s, for a middleware that adds a header as long, %s", (_many, user, others) => {
    const lines = [
      ["Host", "www.example.com"],
      ["X-Forwarded-For", "203.0.113.7"],
      ...others,
      ["Host", "evil.test"],
    ] as const;
    const resolve = (engine: Engine): object => {
      const req = edit(parse(lines), [["user", user]]);
      return { resolution: settle(engine, req), ...see(req) };
    };
    const seen = resolve(createEngine());
    expect(seen).toEqual(resolve(lookThroughAll({})));
    expect(seen).toMatchObject({ lines: ["X-Forwarded-For", "203.0.113.7", ...others.flat()] });
  });

  describe.each([
    ["few", []],
    ["many", OF_BROWSER],
  ])("are what they are by the other way, among %s, where a middleware", (_many, others) => {
    const lines = [
      ["Host", "app"],
      ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
      ["X-Forwarded-Proto", "https"],
      ["X-Forwarded-Host", "www.example.com"],
      ["X-Forwarded-Port", "443"],
      ["X-Forwarded-Prefix", "/app"],
      ["Forwarded", "for=192.0.2.1"],
      ...others,
      ["Accept", "*/*"],
    ] as const;
    const options: readonly AdapterOptions[] = [
      { xFor: 0, xProto: 0, forwarded: 1 },
      { xHost: 1, xPort: 1, xPrefix: 1 },
    ];

    /** Gives the headers by the last options. */
    function agree(edits: Edits): object {
      let headers = {};
      for (const each of options) {
        const one = edit(parse(lines), edits);
        const other = edit(parse(lines), edits);
        expect(settle(createEngine(each), one)).toBe(settle(lookThroughAll(each), other));
        expect(see(one)).toEqual(see(other));
        ({ headers } = one);
      }
      return headers;
    }

    it.each([
      ["host", "other.example", { host: "www.example.com" }],
      ["x-forwarded-for", "192.0.2.2", {}],
      ["x-forwarded-proto", "http", {}],
      ["x-forwarded-host", "other.example", {}],
      ["x-forwarded-port", "8443", {}],
      ["x-forwarded-prefix", "/other", {}],
      ["forwarded", "for=192.0.2.2", { forwarded: undefined }],
    ])("wrote another %s, %s", (name, value, seen) => {
      expect({ forwarded: undefined, ...agree([[name, value]]) }).toMatchObject({ [name]: value, ...seen });
    });

    it.each(["x-real-ip", "x_forwarded_for", ":authority"])("put %s in the place of the last header", (name) => {
      const edits = [
        ["accept", undefined],
        [name, "6.6.6.6"],
      ] as const;
      expect(agree(edits)).not.toMatchObject({ [name]: "6.6.6.6" });
    });
  });

  it("leave no second line of a header of which Node keeps the first", () => {
    const req = parse([
      ["From", "6.6.6.6, 203.0.113.7"],
      ["from", "6.6.6.6, 203.0.113.7"],
    ]);
    resolveIncoming(createEngine({ headerNames: { for: "from" } }), req);
    expect(see(req)).toEqual({
      headers: { from: "203.0.113.7" },
      lines: ["From", "203.0.113.7"],
      distinct: { from: ["203.0.113.7"] },
    });
  });

  it("are told by headersDistinct too where it was read before", () => {
    const req = parse([
      ["Host", "app"],
      ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
    ]);
    expect(req.headersDistinct["x-forwarded-for"]).toEqual(["6.6.6.6, 203.0.113.7"]);
    resolveIncoming(createEngine(), req);
    expect(req.headersDistinct["x-forwarded-for"]).toEqual(["203.0.113.7"]);
  });
});

describe("headers that nobody believes", () => {
  const came: readonly Line[] = [
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
  ])(
    "are taken out of the very objects that hold them, among %s, and stand in the original where they stood",
    (_many, others) => {
      const req = parse([...came, ...others]);
      const { headers, rawHeaders } = req;
      const { original } = resolveIncoming(createEngine(), req).resolution;
      expect(req.headers).toBe(headers);
      expect(req.rawHeaders).toBe(rawHeaders);
      expect(rawHeaders).toEqual([...left, ...others.flat()]);
      expect(Object.keys(headers)).toEqual(
        rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()),
      );
      expect(original.rawHeaders).toEqual([...came, ...others].flat());
      expect(Object.entries(original.headers)).toEqual(
        [...came, ...others].map(([name, value]) => [name.toLowerCase(), value]),
      );
    },
  );

  it("are not in the original where an application added them since", () => {
    const req = parse(came);
    const engine = createEngine();
    resolveIncoming(engine, req);
    req.headers["x-forwarded-host"] = "app.example";
    req.headers["x-real-ip"] = "203.0.113.7";
    req.rawHeaders.push("X-Forwarded-Host", "app.example");
    const { host, original } = resolveIncoming(createEngine({ xHost: 1 }), req).resolution;
    expect(host).toBe("app");
    expect(original.headers).toEqual(parse(came).headers);
    expect(original.rawHeaders).toEqual(came.flat());
  });

  it.each<[string, (req: IncomingMessage) => void]>([
    ["takes lines away in front", (req) => req.rawHeaders.splice(0, 2)],
    ["puts one in front", (req) => req.rawHeaders.unshift("X-Request-Id", "1")],
    ["takes all lines away", (req) => (req.rawHeaders.length = 0)],
    ["spells them otherwise", (req) => req.rawHeaders.forEach((text, at, lines) => (lines[at] = text.toLowerCase()))],
    ["puts another host into the lines", (req) => req.rawHeaders.push("X-Forwarded-Host", "added.example")],
    ["puts one into a header alone", (req) => (req.headers["x-forwarded-host"] = "added.example")],
    ["writes over one that only later options read", (req) => (req.headers["x-fhost"] = "added.example")],
  ])("do not change what is resolved by other options where an application %s meanwhile", (_what, change) => {
    const tail = ["X-Fhost", "came.example"] as const;
    for (const all of [
      came,
      [
        ["Accept", "*/*"],
        ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
        ["Host", "app"],
      ] as const,
    ]) {
      for (const second of [
        { xFor: 2, xHost: 1 },
        { xHost: 1, headerNames: { host: "x-fhost" } },
      ] as const) {
        const lines = [...all, tail];
        const req = parse(lines);
        resolveIncoming(createEngine({ xProto: 0 }), req);
        change(req);
        const again = settle(createEngine(second), req);
        expect(again).toBe(settle(createEngine(second), parse(lines)));
        expect(resolutionOf(req)?.original).toMatchObject({ headers: parse(lines).headers, rawHeaders: lines.flat() });
        expect(req.headers).not.toHaveProperty("x-real-ip");
      }
    }
  });

  it("are not in the original where a log looked first, and other code then changed headers, before and after", () => {
    const req = parse([...came, ["X-Tail", "1"]]);
    const engine = createEngine({ xHost: 1 });
    previewIncoming(engine, req);
    req.rawHeaders.splice(-2, 2);
    delete req.headers["x-tail"];
    resolveIncoming(engine, req);
    req.rawHeaders.push("X-Forwarded-Host", "added.example");
    req.headers["x-forwarded-host"] = "added.example";
    const { host, original } = resolveIncoming(engine, req).resolution;
    expect(host).toBe("app");
    expect(original).toMatchObject({ headers: parse(came).headers, rawHeaders: came.flat() });
  });

  it("are not seen through what headers inherit", () => {
    const req = parse(came);
    req.headers = Object.create(req.headers) as IncomingMessage["headers"];
    resolveIncoming(createEngine(), req);
    expect(req.headers["x-real-ip"]).toBeUndefined();
    expect(req.headers["x_forwarded_for"]).toBeUndefined();
  });

  it("stay out where an earlier middleware has undefined one, whatever later options read", () => {
    const req = parse([...came, ["X-Fhost", "evil.test"]]);
    req.headers["x-fhost"] = undefined;
    resolveIncoming(createEngine(), req);
    const second = { xHost: 1, headerNames: { host: "x-fhost" } };
    expect(resolveIncoming(createEngine(second), req).resolution.host).toBe("app");
  });

  it.each(["_client", "client_"])("are taken out where they are an alias of %s", (name) => {
    const alias = name.replace("_", "-");
    const req = parse([
      ["Host", "app"],
      [alias, "6.6.6.6"],
    ]);
    resolveIncoming(createEngine({ headerNames: { for: name } }), req);
    expect(see(req)).toMatchObject({ headers: { host: "app" }, lines: ["Host", "app"] });
    expect(req.headers).not.toHaveProperty(alias);
  });

  describe.each<[string, readonly Line[]]>([
    ["taken out", came],
    ["written over", came.slice(2, 3).concat(came.slice(5, 6))],
  ])("and believed ones, %s where an earlier middleware has", (_how, lines) => {
    it.each<[string, (req: IncomingMessage) => void]>([
      ["frozen the headers", (req) => void Object.freeze(req.headers)],
      ["sealed the headers", (req) => void Object.seal(req.headers)],
      ["frozen the lines", (req) => void Object.freeze(req.rawHeaders)],
      ["sealed the lines", (req) => void Object.seal(req.rawHeaders)],
      ["fixed one", (req) => void Object.defineProperty(req.headers, "x-forwarded-for", { writable: false })],
    ])("%s, are as ever", (_what, seal) => {
      const req = parse(lines);
      seal(req);
      const other = parse(lines);
      expect(settle(createEngine({ xProto: 0 }), req)).toBe(settle(createEngine({ xProto: 0 }), other));
      expect(see(req)).toEqual(see(other));
      expect(resolutionOf(req)?.original).toEqual(resolutionOf(other)?.original);
      expect(settle(createEngine({ xFor: 2 }), req)).toBe(settle(createEngine({ xFor: 2 }), parse(lines)));
    });
  });

  it("are taken out where a function that says whom to trust has changed others meanwhile", () => {
    const req = parse(came);
    const trustedPeers = (): boolean => {
      req.rawHeaders.splice(2, 2);
      delete req.headers.accept;
      return true;
    };
    resolveIncoming(createEngine({ trustedPeers }), req);
    expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "203.0.113.7", "user-agent": "curl" });
    expect(req.headers).not.toHaveProperty("x-real-ip");
  });

  it("are taken out however many they are", () => {
    const many: readonly Line[] = VENDOR_HEADERS.map((name) => [name, "6.6.6.6"]);
    expect(many.length).toBeGreaterThan(24);
    for (const few of [22, 23, 24, many.length]) {
      const req = parse([["Host", "app"], ...many.slice(0, few), ["X-Forwarded-For", "203.0.113.7"]]);
      resolveIncoming(createEngine(), req);
      expect(see(req)).toMatchObject({ lines: ["Host", "app", "X-Forwarded-For", "203.0.113.7"] });
      expect(req.headers).toEqual({ host: "app", "x-forwarded-for": "203.0.113.7" });
    }
  });
});

describe("a request that is resolved", () => {
  const lines = [
    ["Host", "app"],
    ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
    ["X-Real-IP", "6.6.6.6"],
  ] as const;

  it.each([
    ["written over", lines.slice(0, 2)],
    ["left out", lines],
  ])("gets no property of its own, which would make each access to it slower, where headers are %s", (_how, came) => {
    const req = parse(came);
    const before = Reflect.ownKeys(req);
    resolveIncoming(createEngine(), req);
    expect(req.headers["x-forwarded-for"]).toBe("203.0.113.7");
    expect(Reflect.ownKeys(req)).toEqual(before);
  });
});
