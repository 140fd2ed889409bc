/** Requests of Node as objects through the compiled options of adapters. */
import fc from "fast-check";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter, isRefusal, type CompiledAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";
import type { HeaderLine } from "../contract/wire.js";
import { copyFields } from "../reference/both.js";
import { ownProperties } from "../reference/request.js";
import { readSettings, type Settings } from "../reference/settings.js";
import { coveredBy, resolveByRules } from "../request/expected-by-rules.js";
import { createPeer, parse } from "../request/parsed-request.js";
import { addHostileText, hostileText, MARKS } from "./hostile.js";
import { adapterOptions } from "./random-adapter-options.js";
import { headerLines } from "./random-lines.js";
import { peers } from "./random-peers.js";
import { requestTargets } from "./random-request-targets.js";
import { factsOf, outcomeByRules, readView, viewByRules, type Received } from "./received.js";
import { createTarget, expectSame, expectTrue, type Target } from "./target.js";

interface Sent {
  readonly lines: readonly HeaderLine[];
  readonly method: "GET" | "CONNECT";
  readonly target: string;
  readonly peerAddress: string | undefined;
  readonly hostile: string;
}

interface Input {
  readonly options: AdapterOptions;
  /** Options that are applied to the same request after the first ones. */
  readonly second: AdapterOptions;
  readonly requests: readonly Sent[];
}

const sent: fc.Arbitrary<Sent> = fc.record({
  lines: headerLines,
  method: fc.constantFrom("GET", "GET", "GET", "CONNECT"),
  target: requestTargets,
  peerAddress: peers,
  hostile: hostileText,
});

const inputs: fc.Arbitrary<Input> = fc.record({
  options: adapterOptions,
  second: adapterOptions,
  requests: fc.array(sent, { minLength: 1, maxLength: 6 }),
});

type Request = ReturnType<typeof parse>;

/** Options with the adapter that is compiled from them. */
interface Compiled {
  readonly options: AdapterOptions;
  readonly adapter: CompiledAdapter;
}

/** Resolves requests of Node's own class, whose parser is not asked: values may contain any text. */
export const adapterTarget: Target = createTarget("adapter", inputs, ({ options, second, requests }) => {
  const [first, last] = [options, second].map((each) => ({ options: each, adapter: compileAdapter(each, ["socket"]) }));
  for (const each of requests) checkSent(each, first!, last!);
  return 3 * requests.length;
});

function checkSent(each: Sent, first: Compiled, last: Compiled): void {
  const req = createRequest(each, each.lines);
  const received = receive(each, each.lines);
  checkResolved(req, received, first);
  checkOriginal(req, received);
  checkTwice(req, received, first, last);
  checkForged(each, received, first);
}

function createRequest({ method, target, peerAddress }: Sent, lines: readonly HeaderLine[]): Request {
  const req = parse(lines, createPeer(peerAddress, { remotePort: 40_000 }));
  req.method = method;
  req.url = target;
  req.httpVersionMajor = 1;
  return req;
}

function receive({ method, target, peerAddress }: Sent, lines: readonly HeaderLine[]): Received {
  const { headers, rawHeaders } = parse(lines);
  return {
    method,
    target,
    version: 1,
    claimedVersion: 1,
    peerAddress,
    peerPort: 40_000,
    rawHeaders,
    headers: ownProperties(headers),
  };
}

/** Resolves a request; returns the status of its refusal, undefined if it is accepted. */
function resolveWith({ adapter }: Compiled, req: Request): number | undefined {
  try {
    resolveIncoming(adapter, req);
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    expectTrue("R10: a refusal has one of three messages", /^[A-Z][\w ,:]+$/.test(error.message), error.message);
    return error.status;
  }
}

/** The resolution and all headers agree with the rules; a refused request has the facts of its connection alone. */
function checkResolved(req: Request, received: Received, compiled: Compiled): void {
  const { options } = compiled;
  const status = resolveWith(compiled, req);
  const outcome = outcomeByRules(received, options);
  expectSame("the status", status, "refused" in outcome ? outcome.refused : undefined);
  const resolution = copyFields(resolutionOf(req)!);
  if ("refused" in outcome) {
    const { issues: _own, ...own } = resolveByRules(factsOf(received), { xFor: 0, xProto: 0 });
    const { issues: _issues, ...facts } = resolution;
    expectSame("a refusal's facts", facts, own);
    return;
  }
  expectSame("the resolution", resolution, outcome);
  expectSame("the headers", readView(req as never), viewByRules(received, options));
}

function checkOriginal(req: Request, { headers, rawHeaders, peerAddress }: Received): void {
  const { original } = resolutionOf(req)!;
  expectSame("the original headers", ownProperties(original.headers), ownProperties(headers));
  expectSame("the original lines", original.rawHeaders, rawHeaders);
  expectSame("the original peer", original.peerAddress, peerAddress);
}

/** R11: the same options change nothing more; of two different ones the last win. */
function checkTwice(req: Request, received: Received, first: Compiled, last: Compiled): void {
  const before = readView(req as never);
  resolveWith(first, req);
  expectSame("R11: the same options change nothing more", readView(req as never), before);
  const status = resolveWith(last, req);
  const outcome = outcomeByRules(received, last.options);
  expectSame("R11: the status by the last options", status, "refused" in outcome ? outcome.refused : undefined);
  if ("refused" in outcome) return;
  expectSame("R11: the resolution by the last options", copyFields(resolutionOf(req)!), outcome);
  expectSame(
    "R11: the headers by the last options",
    readView(req as never).headers,
    viewByRules(received, last.options).headers,
  );
}

/** Text that nobody believes stands in no value that the application sees, except in other headers and in `original`. */
function checkForged(each: Sent, received: Received, compiled: Compiled): void {
  const { options } = compiled;
  const settings = readSettings(ownProperties(options));
  const req = createRequest(each, attack(each, received, settings));
  const outcome = outcomeByRules(received, options);
  expectSame("the status under attack", resolveWith(compiled, req), "refused" in outcome ? outcome.refused : undefined);
  if ("refused" in outcome) return;
  expectSame("R10: the resolution under attack", copyFields(resolutionOf(req)!), outcome);
  if (options.forwardedHeaders === "keep") return;
  const isCovered = coveredBy(options);
  const seen = Object.entries(readView(req as never).headers).filter(([name]) => isCovered(name));
  const forged = MARKS.filter((mark) => JSON.stringify([seen, outcome]).includes(mark));
  expectSame("R10: no forged value is believed", forged, []);
}

/** Adds the text to the first line of each header that has room for it. */
function attack({ lines, hostile }: Sent, received: Received, settings: Settings): readonly HeaderLine[] {
  const grouped: Record<string, string> = {};
  for (const name of Object.keys(received.headers)) {
    const value = received.headers[name];
    if (typeof value === "string") grouped[name] = value;
  }
  const attacked = addHostileText(grouped, factsOf(received), settings, hostile);
  const changed = new Set<string>();
  return lines.map(([name, value]): HeaderLine => {
    const key = name.toLowerCase();
    const before = grouped[key];
    const after = attacked[key];
    if (changed.has(key) || typeof after !== "string" || after === before || before === undefined) return [name, value];
    changed.add(key);
    return [name, after.endsWith(before) ? `${hostile},${value}` : hostile];
  });
}
