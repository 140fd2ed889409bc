import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createEngine, type AdapterOptions, type Engine } from "../../src/headers/compile-adapter.js";
import {
  resolutionOf,
  rewriteIncoming,
  type AdapterResolution,
  type IncomingRequest,
} from "../../src/request/resolve-incoming.js";
import { previewIncoming } from "../../src/adapters/fastify/preview.js";
import { copy, remove, set } from "../../src/rewrite/index.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { createPeer, OF_BROWSER, parse, settle, type Line } from "./parsed-request.js";

/** What a program can read of a request's headers. */
interface Shown {
  readonly headers: IncomingRequest["headers"];
  readonly rawHeaders: readonly string[];
  readonly headersDistinct?: Readonly<Record<string, readonly string[]>>;
}
type Request = IncomingRequest & Shown;

/** A request as the HTTP/2 server gives it: its headers have no setter, and its lines are in lower case. */
class Http2Request implements IncomingRequest {
  readonly #headers: IncomingRequest["headers"];
  readonly #lines: string[];
  readonly httpVersionMajor = 2;
  readonly socket = createPeer("10.0.0.1");
  url = "/";

  constructor(lines: readonly Line[]) {
    const { headers, rawHeaders } = parse(lines.map(([name, value]) => [name.toLowerCase(), value]));
    this.#headers = headers;
    this.#lines = rawHeaders;
  }

  get headers(): IncomingRequest["headers"] {
    return this.#headers;
  }

  get rawHeaders(): string[] {
    return this.#lines;
  }
}

/** A request whose headers have been read, as Node's server does itself. */
function parseRead(lines: readonly Line[]): Request {
  const req = parse(lines) as Request;
  expect(Object.keys(req.headers).length).toBeLessThanOrEqual(lines.length);
  return req;
}

/** Lists what claims something and says anything but what is believed, wherever a program may read it. */
function listForged(engine: Engine, req: Shown, resolution: AdapterResolution): string[] {
  const lines = new Map<string, string>();
  for (let at = 0; at < req.rawHeaders.length; at += 2) {
    const name = req.rawHeaders[at]!.toLowerCase();
    const before = lines.get(name);
    lines.set(name, before === undefined ? req.rawHeaders[at + 1]! : `${before}, ${req.rawHeaders[at + 1]}`);
  }
  const distinct = Object.entries(req.headersDistinct ?? {}).map(
    ([name, values]) => [name, values.join(", ")] as const,
  );
  return [...Object.entries(req.headers), ...lines, ...distinct].flatMap(([name, value]) => {
    const claim = engine.claims.find(name);
    if (claim === undefined || value === engine.tell(resolution, claim)) return [];
    return [`${name}: ${String(value)}`];
  });
}

const names = fc.constantFrom(
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x_forwarded_host",
  "x-real-ip",
  "forwarded",
  "x-other",
);
const values = fc.constantFrom("app:3000", "203.0.113.7", "6.6.6.6, 203.0.113.7", "https", "8443", "for=192.0.2.1");
const someLines = fc
  .tuple(fc.array(fc.tuple(names, values), { maxLength: 8 }), fc.boolean())
  .map(([lines, isMany]): readonly Line[] => (isMany ? [...lines, ...OF_BROWSER] : lines));

const someOptions: readonly AdapterOptions[] = [
  {},
  { xFor: 1, xProto: 1, xHost: 1 },
  { xFor: 2, xHost: 1, xPort: 1 },
  { xFor: 0, xProto: 0, forwarded: 1 },
  { xHost: 1, trustedPeers: "192.0.2.1" },
  { strict: true },
  { strict: () => false },
  { clientAddressHeader: "x-real-ip" },
];
const engines = fc.constantFrom(...someOptions.map((options) => createEngine(options)));

type Step = (req: Request) => unknown;

function removeLines(req: Request, name: string): void {
  for (let at = req.rawHeaders.length - 2; at >= 0; at -= 2) {
    if (req.rawHeaders[at]!.toLowerCase() === name) req.rawHeaders.splice(at, 2);
  }
}

/** Tries what sealed headers forbid. */
function attempt(step: Step): Step {
  return (req) => {
    try {
      return step(req);
    } catch (error) {
      return expect(error).toBeInstanceOf(TypeError);
    }
  };
}

/** What other code may do to a request before proxyFix has it, or between one and the next. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(names, values).map(([name, value]): Step => attempt(({ headers }) => (headers[name] = value))),
  names.map((name): Step => attempt(({ headers }) => delete headers[name])),
  fc.tuple(names, values).map(([name, value]): Step => attempt(({ rawHeaders }) => rawHeaders.push(name, value))),
  names.map((name): Step => attempt((req) => removeLines(req, name))),
  fc
    .tuple(names, values)
    .map(([name, value]): Step => attempt((req) => Object.assign(req, { headers: { ...req.headers, [name]: value } }))),
  fc.constant<Step>(({ headers }) => Object.freeze(headers)),
  fc.constant<Step>(attempt((req) => Object.assign(req, { headers: Object.create(req.headers) as object }))),
  // Node throws by itself where lines were taken out since it counted them.
  fc.constant<Step>(attempt(({ headersDistinct }) => headersDistinct)),
  fc.constant<Step>(({ rawHeaders }) => Object.seal(rawHeaders)),
  engines.map(
    (engine): Step =>
      (req) =>
        previewIncoming(engine, req),
  ),
  engines.map(
    (engine): Step =>
      (req) =>
        resolve(engine, req),
  ),
  fc.constantFrom(set("x-forwarded-for", "192.0.2.9"), remove("x-real-ip"), copy("x-other", "x-forwarded-host")).map(
    (rewrite): Step =>
      (req) =>
        rewriteQuietly(rewrite, req),
  ),
);

/** What requests were when the first adapter saw them. */
const cameAs = new WeakMap<object, object>();

function copyShown({ headers, rawHeaders }: Shown): object {
  const copied: Record<string, unknown> = {};
  for (const name in headers) copied[name] = headers[name];
  return { headers: copied, rawHeaders: [...rawHeaders] };
}

function remember(req: Request): void {
  if (!cameAs.has(req)) cameAs.set(req, copyShown(req));
}

function resolve(engine: Engine, req: Request): void {
  remember(req);
  settle(engine, req as never);
}

function rewriteQuietly(rewrite: Parameters<typeof rewriteIncoming>[0], req: Request): void {
  remember(req);
  try {
    rewriteIncoming(rewrite, req);
  } catch (error) {
    expect(error).toHaveProperty("code", "ERR_PROXYFIX_REFUSED");
  }
}

describe("after proxyFix", { timeout: LIMIT }, () => {
  it.each<[string, (lines: readonly Line[]) => Request]>([
    ["HTTP/1.1", parseRead],
    ["HTTP/2", (lines) => new Http2Request(lines)],
  ])("no header or line says what is not believed, whatever was done to the request before, of %s", (_, create) => {
    let forged = 0;
    fc.assert(
      fc.property(someLines, fc.array(steps, { maxLength: 5 }), engines, (lines, before, engine) => {
        const req = create(lines);
        for (const step of before) step(req);
        const { headers, rawHeaders } = req;
        if (listForged(engine, { headers, rawHeaders }, previewIncoming(engine, req)).length > 0) forged += 1;
        resolve(engine, req);
        const resolution = resolutionOf(req)!;
        expect(listForged(engine, req, resolution)).toEqual([]);
        expect(copyShown(resolution.original)).toEqual(cameAs.get(req));
      }),
      { numRuns: 4 * RUNS },
    );
    expect(forged).toBeGreaterThan(RUNS);
  });
});
