import { describe, expect, it } from "vitest";

import { createResolver, type ProxyFixOptions, type RequestFacts } from "proxyfix";
import { proxyFix as fixEnviron, rewriteEnviron } from "proxyfix/environ";
import { proxyFix as fixExpress } from "proxyfix/express";
import { proxyFix as fixNode, rewriteHeaders } from "proxyfix/node";
import { copy, pipe, remove, setDefault } from "proxyfix/rewrite";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";

// Rule R10: a property of Object.prototype is no header, no fact and no option, and makes nothing throw.

const HEADERS = [
  "host",
  ":authority",
  ":scheme",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "via",
  "x_real_ip",
  "x-visitor",
  ...VENDOR_HEADERS.slice(0, 20),
  "cf-ipcountry",
];
const FACTS = [
  "peerAddress",
  "peerPort",
  "encrypted",
  "authority",
  "prefix",
  "hasLostLines",
  "hasUrlTarget",
  "headers",
];
const OTHERS = [
  "originalUrl",
  "get",
  "set",
  "value",
  "then",
  "length",
  "original",
  "HTTP_X_FORWARDED_FOR",
  "REMOTE_ADDR",
  "HTTPS",
];

const fail = (): never => {
  throw new Error("a property of Object.prototype was read");
};
const VALUES: Readonly<Record<string, PropertyDescriptor>> = {
  "a text": { value: "192.0.2.66" },
  "a host": { value: "evil.example" },
  true: { value: true },
  "a number": { value: 443 },
  "a list": { value: ["192.0.2.66"] },
  "an object": { value: { a: 1 } },
  "a function": { value: () => "192.0.2.66" },
  "a text that cannot be assigned": { value: "192.0.2.66", writable: false },
  "an accessor that throws": { get: fail, set: fail },
};

/** Runs code while every object inherits a property. */
function pollute<Result>(name: string, descriptor: PropertyDescriptor, run: () => Result): Result {
  const isAccessor = descriptor.get !== undefined;
  const shared = isAccessor ? {} : { writable: true };
  Reflect.defineProperty(Object.prototype, name, { configurable: true, enumerable: true, ...shared, ...descriptor });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

const PROXIED = { host: "app", "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https" };
const FETCHED = new Headers(PROXIED);
const PEER = { peerAddress: "10.0.0.1" };
const OPTIONS: readonly ProxyFixOptions[] = [
  {},
  { xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.0.0.0/8" },
  { xHost: 1, trustedProxies: "10.0.0.0/8" },
  { forwarded: 1, trustedPeers: "10.0.0.0/8" },
  { clientAddressHeader: "x-visitor", xProto: 1 },
  { strict: (issue) => issue.reason === "invalid" },
];
const REQUESTS: readonly RequestFacts[] = [
  { headers: {}, ...PEER },
  { headers: PROXIED, ...PEER },
  { headers: PROXIED },
  { headers: FETCHED, ...PEER },
  { headers: { get: (name) => FETCHED.get(name) }, ...PEER },
  { headers: Object.assign(Object.create(null) as Record<string, string>, PROXIED), ...PEER },
];

/** Prepares a request, and returns a function that does with it what a program does, and returns all that it can see. */
type Run = () => () => unknown;

function listRuns(): readonly Run[] {
  const resolutions = OPTIONS.map(createResolver).flatMap((resolver) =>
    REQUESTS.map((facts) => () => () => {
      const resolution = resolver(facts);
      return [resolution, resolution.addresses, resolution.origin];
    }),
  );
  return [...resolutions, ...listWriting(), ...listEnviron()];
}

const REWRITE = pipe(
  copy("x-visitor", "x-forwarded-for"),
  remove("x-real-ip"),
  setDefault("x-forwarded-proto", "https"),
);

function listWriting(): readonly Run[] {
  const noAnswer = {} as never;
  const listener = fixNode(() => {}, { xHost: 1 });
  const rewriting = rewriteHeaders(listener, REWRITE);
  const middleware = fixExpress({ xHost: 1 });
  const ways = [
    (req: object) => listener(req as never, noAnswer),
    (req: object) => rewriting(req as never, noAnswer),
    (req: object) =>
      middleware(req as never, noAnswer, (error) => {
        if (error !== undefined) throw error as Error;
      }),
  ];
  const inherited = Object.create({ "x-real-ip": "6" }) as Record<string, string>;
  const headersOf = [{}, PROXIED, { ...PROXIED, "x-real-ip": "6", "x-visitor": "203.0.113.9" }, inherited];
  return ways.flatMap((write) =>
    headersOf.map((headers) => () => {
      const req = createRequest(headers);
      return () => {
        write(req);
        write(req);
        return [Object.entries(req.headers), req.rawHeaders, req.proxyFix];
      };
    }),
  );
}

function listEnviron(): readonly Run[] {
  const variables = {
    REMOTE_ADDR: "10.0.0.1",
    HTTP_HOST: "app",
    HTTP_X_FORWARDED_FOR: "203.0.113.7",
    HTTP_X_REAL_IP: "6",
  };
  return [fixEnviron({ xFor: 1 }), fixEnviron(), rewriteEnviron(REWRITE)].flatMap((fix) =>
    [variables, {}].map((environ) => () => () => Object.entries(fix(environ))),
  );
}

function createRequest(received: Readonly<Record<string, string>>): {
  headers: Record<string, string>;
  rawHeaders: string[];
  headersDistinct: undefined;
  proxyFix?: object;
} {
  return {
    headers: Object.assign(Object.create(Object.getPrototypeOf(received) as object) as object, received),
    rawHeaders: Object.entries(received).flat(),
    headersDistinct: undefined,
    url: "/",
    originalUrl: "/",
    httpVersionMajor: 1,
    _readableState: {},
    socket: { remoteAddress: "10.0.0.1", remotePort: 1, server: null },
  } as never;
}

/** Returns all that a run sees, as text; the error if it throws. */
function observe(act: () => unknown, pollution?: readonly [string, PropertyDescriptor]): string {
  try {
    return JSON.stringify(pollution === undefined ? act() : pollute(...pollution, act));
  } catch (error) {
    return String((error as Error).stack);
  }
}

describe("a property that every object inherits", () => {
  const runs = listRuns();
  const expected = runs.map((prepare) => observe(prepare()));

  it.each([...HEADERS, ...FACTS, ...OTHERS])("changes no result and makes nothing throw: %s", (name) => {
    for (const [kind, descriptor] of Object.entries(VALUES)) {
      const found = runs.map((prepare) => observe(prepare(), [name, descriptor]));
      expect({ kind, found }).toEqual({ kind, found: expected });
    }
  });
});
