import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { previewIncoming } from "../../src/adapters/fastify/preview.js";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter, isRefusal, type CompiledAdapter } from "../../src/headers/compile-adapter.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import type { IncomingRequest } from "../../src/request/request.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import type { RequestFacts } from "../../src/resolution.js";
import { copy, remove, set, type Rewrite } from "../../src/rewrite/index.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { OF_BROWSER } from "../contract/browser-lines.js";
import { coveredBy, resolveByRules, valuesByRules } from "./expected-by-rules.js";
import { createPeer, parse, type Line } from "./parsed-request.js";

interface Request extends IncomingRequest {
  headers: HeaderFields;
  readonly rawHeaders: string[];
  readonly headersDistinct?: Readonly<Record<string, readonly string[]>>;
}

/** A request of the HTTP/2 server: its headers have no setter, and the names of its lines are in lower case. */
class Http2Request implements IncomingRequest {
  readonly #headers: HeaderFields;
  readonly #lines: string[];
  readonly httpVersionMajor = 2;
  readonly socket = createPeer("10.0.0.1");
  url = "/";

  constructor(lines: readonly Line[]) {
    const { headers, rawHeaders } = parse(lines.map(([name, value]) => [name.toLowerCase(), value]));
    this.#headers = headers;
    this.#lines = rawHeaders;
  }

  get headers(): HeaderFields {
    return this.#headers;
  }

  get rawHeaders(): string[] {
    return this.#lines;
  }
}

/** Parses a request and reads its headers, as Node's server does: they are built when they are first read. */
function parseAndRead(lines: readonly Line[]): Request {
  const req = parse(lines) as Request;
  expect(Object.keys(req.headers).length).toBeLessThanOrEqual(lines.length);
  return req;
}

const names = fc.constantFrom(
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "x_forwarded_host",
  "x-real-ip",
  "forwarded",
  ":authority",
  "x-other",
  // Node keeps the first of several lines, or joins them in a way of its own.
  "date",
  "cookie",
  "set-cookie",
  // Enumerated before all others, and never a property of the headers.
  "7",
  "__proto__",
);
const values = fc.constantFrom(
  "app:3000",
  "203.0.113.7",
  "6.6.6.6, 203.0.113.7",
  "https",
  "8443",
  "/shop",
  "for=192.0.2.1",
  "",
);
const spelled = names.chain((name) =>
  fc.constantFrom(
    name,
    name.toUpperCase(),
    name.replaceAll(/(^|-)./g, (start) => start.toUpperCase()),
  ),
);
const someLines = fc
  .tuple(fc.array(fc.tuple(spelled, values), { maxLength: 9 }), fc.constantFrom("alone", "before", "behind"))
  .map(([lines, place]): readonly Line[] => {
    if (place === "alone") return lines;
    return place === "before" ? [...lines, ...OF_BROWSER] : [...OF_BROWSER, ...lines];
  });

const someOptions: readonly AdapterOptions[] = [
  {},
  { xFor: 1, xProto: 1, xHost: 1 },
  { xFor: 2, xHost: 1, xPort: 1, xPrefix: 1 },
  { xFor: 0, xProto: 0, forwarded: 1 },
  { xHost: 1, trustedPeers: "10.0.0.0/8" },
  { xHost: 1, trustedPeers: "192.0.2.1" },
  { xHost: 1, trustedProxies: "10.0.0.0/8" },
  { xHost: 1, trustedProxies: (address) => address.startsWith("10.") },
  { allowedHosts: ["203.0.113.7"] },
  { strict: true },
  { strict: (_issue, { headers }) => "x-other" in headers },
  { clientAddressHeader: "x-real-ip" },
];

/** None of these options names a header that is not covered anyway. */
const isCovered = coveredBy({});

/** A request, and by which received headers the rules resolve it. */
interface Case {
  readonly req: Request;
  /** A copy of the request as the first adapter saw it. */
  received?: { readonly headers: HeaderFields; readonly rawHeaders: readonly string[] };
  /** The headers of `received`, or the result of rewrites. */
  facts?: HeaderFields;
  isResolved?: boolean;
}

function observe(test: Case): HeaderFields {
  test.received ??= { headers: copyAll(test.req.headers), rawHeaders: [...test.req.rawHeaders] };
  return (test.facts ??= joinHosts(test.received));
}

function copyAll(headers: HeaderFields): HeaderFields {
  const copied: HeaderFields = {};
  for (const name in headers) copied[name] = headers[name];
  return copied;
}

/** Several Host lines are one list, which no grammar accepts. */
function joinHosts({ headers, rawHeaders }: NonNullable<Case["received"]>): HeaderFields {
  const hosts = toLines(rawHeaders).flatMap(([name, value]) => (name.toLowerCase() === "host" ? [value] : []));
  return hosts.length > 1 ? { ...headers, host: hosts } : headers;
}

function toLines(rawHeaders: readonly string[]): Line[] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, at) => [rawHeaders[at * 2]!, rawHeaders[at * 2 + 1]!]);
}

function toFacts(headers: HeaderFields): RequestFacts {
  return { peerAddress: "10.0.0.1", headers };
}

type Step = (test: Case) => unknown;

/** Runs code that sealed headers may forbid. */
function attempt(run: (req: Request) => unknown): Step {
  return ({ req }) => {
    try {
      return run(req);
    } catch (error) {
      return expect(error).toBeInstanceOf(TypeError);
    }
  };
}

function deleteLines({ rawHeaders }: Request, name: string): void {
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (rawHeaders[at]!.toLowerCase() === name) rawHeaders.splice(at, 2);
  }
}

function resolve(test: Case, adapter: CompiledAdapter): void {
  observe(test);
  runQuietly(() => resolveIncoming(adapter, test.req));
  test.isResolved = true;
}

function rewrite(test: Case, rewriting: Rewrite): void {
  const before = observe(test);
  runQuietly(() => rewriteIncoming(rewriting, test.req));
  test.facts = rewriting(before, toFacts(before)) as HeaderFields;
}

function runQuietly(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

const adapters = fc.constantFrom(
  ...someOptions.map(
    (options) => [options, Object.assign(compileAdapter(options), { [fc.toStringMethod]: () => "" })] as const,
  ),
);

/** Gives a step a name for the counterexample. */
function step(name: string, run: Step): Step {
  return Object.assign(run, { [fc.toStringMethod]: () => name });
}

const pairs = fc.tuple(names, values);
const spelledPairs = fc.tuple(spelled, values);
const rewrites = {
  set: set("x-forwarded-for", "192.0.2.9"),
  remove: remove("x-real-ip"),
  copy: copy("x-other", "x-forwarded-host"),
};

/** What code may do to a request before proxyFix, or between one proxyFix and the next. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  pairs.map(([name, value]) =>
    step(
      `set ${name}: ${value}`,
      attempt(({ headers }) => (headers[name] = value)),
    ),
  ),
  names.map((name) =>
    step(
      `delete ${name}`,
      attempt(({ headers }) => delete headers[name]),
    ),
  ),
  spelledPairs.map((pair) =>
    step(
      `push ${pair.join(": ")}`,
      attempt(({ rawHeaders }) => rawHeaders.push(...pair)),
    ),
  ),
  spelledPairs.map((pair) =>
    step(
      `unshift ${pair.join(": ")}`,
      attempt(({ rawHeaders }) => rawHeaders.unshift(...pair)),
    ),
  ),
  names.map((name) =>
    step(
      `delete lines ${name}`,
      attempt((req) => deleteLines(req, name)),
    ),
  ),
  fc.constantFrom(
    step(
      "reverse",
      attempt((req) => (req.headers = Object.fromEntries(Object.entries(req.headers).toReversed()))),
    ),
    step(
      "inherit",
      attempt((req) => (req.headers = Object.create(req.headers) as HeaderFields)),
    ),
    step(
      "freeze headers",
      attempt(({ headers }) => Object.freeze(headers)),
    ),
    step(
      "seal lines",
      attempt(({ rawHeaders }) => Object.seal(rawHeaders)),
    ),
    // Node's own accessor throws if lines were deleted since they were parsed.
    step(
      "read headersDistinct",
      attempt(({ headersDistinct }) => headersDistinct),
    ),
  ),
  adapters.map(([options, adapter]) =>
    step(`preview ${fc.stringify(options)}`, ({ req }) => previewIncoming(adapter, req)),
  ),
  adapters.map(([options, adapter]) => step(`resolve ${fc.stringify(options)}`, (test) => resolve(test, adapter))),
  fc
    .constantFrom(...Object.entries(rewrites))
    .map(([name, rewriting]) => step(name, (test) => rewrite(test, rewriting))),
);

/**
 * Returns the headers, or lines, that a request has by the rules: headers that contain no fact about the client are left
 * alone; each of the others stands once, with its believed value. If the request was resolved before, the received
 * headers are the ones it has. A missing Host is added.
 */
function listExpected(before: readonly Line[], test: Case, options: AdapterOptions): Line[] {
  const facts = test.facts!;
  const believed = valuesByRules(toFacts(facts), options);
  const received = Object.keys(facts).filter((name) => facts[name] !== undefined);
  const present = new Set(test.isResolved === true ? received : before.map(([name]) => name.toLowerCase())).add("host");
  const written = [...believed].filter(([name]) => present.has(name));
  return [...before.filter(([name]) => !isCovered(name.toLowerCase())), ...written];
}

/** Lists lines without the case and the place of those that contain a fact about the client. */
function sortCovered(lines: readonly Line[]): Line[] {
  const lower = lines.map(([name, value]): Line =>
    isCovered(name.toLowerCase()) ? [name.toLowerCase(), value] : [name, value],
  );
  const isPlaced = ([name]: Line): boolean => !isCovered(name.toLowerCase());
  return [
    ...lower.filter(isPlaced),
    ...lower.filter((line) => !isPlaced(line)).sort(([one], [other]) => (one < other ? -1 : 1)),
  ];
}

function groupLines(lines: readonly Line[]): Record<string, string[]> {
  const grouped = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of lines) (grouped[name.toLowerCase()] ??= []).push(value);
  return grouped;
}

describe("after proxyFix, whatever other code did before,", { timeout: LIMIT }, () => {
  it.each<[string, (lines: readonly Line[]) => Request]>([
    ["HTTP/1.1", parseAndRead],
    ["HTTP/2", (lines) => new Http2Request(lines)],
  ])("headers, rawHeaders and headersDistinct of %s agree with the rules", (_version, create) => {
    let changed = 0;
    fc.assert(
      fc.property(someLines, fc.array(steps, { maxLength: 5 }), adapters, (lines, before, [options, adapter]) => {
        const test: Case = { req: create(lines) };
        for (const run of before) run(test);
        const { req } = test;
        const facts = observe(test);
        const headersBefore = Object.entries(copyAll(req.headers)).filter(([, value]) => value !== undefined) as Line[];
        const linesBefore = toLines(req.rawHeaders);
        const expectedHeaders = Object.fromEntries(listExpected(headersBefore, test, options));
        const expectedLines = listExpected(linesBefore, test, options);
        resolve(test, adapter);

        expect(JSON.stringify(resolutionOf(req))).toBe(JSON.stringify(resolveByRules(toFacts(facts), options)));
        expect(resolutionOf(req)!.original).toMatchObject(test.received!);
        expect(withoutUndefined(req.headers)).toEqual(expectedHeaders);
        expect(sortCovered(toLines(req.rawHeaders))).toEqual(sortCovered(expectedLines));
        if ("headersDistinct" in req) expect(req.headersDistinct).toEqual(groupLines(toLines(req.rawHeaders)));
        if (JSON.stringify(linesBefore) !== JSON.stringify(toLines(req.rawHeaders))) changed += 1;
      }),
      { numRuns: 4 * RUNS },
    );
    // Proves little if most requests already were as they should be.
    expect(changed).toBeGreaterThan(RUNS);
  });
});

function withoutUndefined(headers: HeaderFields): HeaderFields {
  return Object.fromEntries(Object.entries(copyAll(headers)).filter(([, value]) => value !== undefined));
}
