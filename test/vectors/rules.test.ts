/** The cases of each rule, resolved by the reference, by the core, and for requests by the node adapter. */
import { describe, expect, it } from "vitest";
import { compileAdapter, isRefusal } from "../../src/headers/compile-adapter.js";
import { createResolver, externalUrl, ProxyFixRefusal } from "../../src/index.js";
import type { Resolution } from "../../src/resolution.js";
import type { IncomingRequest } from "../../src/request/request.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { coreResolve, type Outcome } from "../reference/both.js";
import { referenceResolve } from "../reference/resolve.js";
import { named, pickFields, readOptions, ruleVectors, sortIssues, type RuleVector } from "./rule-vectors.js";

const ofCore = ruleVectors.filter(({ error }) => error === undefined).filter(({ server }) => server !== true);

/** Compares the outcome with that of a case; a refusal of the reference has no issues. */
function expectOutcome(outcome: Outcome, { resolution, refusal, url, path }: RuleVector): void {
  if (refusal !== undefined) expect(outcome).toEqual({ refused: refusal.status });
  else if ("refused" in outcome) expect.fail(`refused with status ${outcome.refused}`);
  else if (url !== undefined) expect(externalUrl(outcome, path!)).toBe(url);
  else expect(pickFields(outcome, resolution!)).toEqual(pickFields(resolution!, resolution!));
}

describe("the cases of the rules, resolved by the reference,", () => {
  it.each(named(ofCore))("have the expected outcome: %s", (_name, vector) => {
    expectOutcome(referenceResolve(vector.facts, readOptions(vector.options)), vector);
  });
});

describe("the cases of the rules, resolved by the core,", () => {
  it.each(named(ofCore))("have the expected outcome: %s", (_name, vector) => {
    expectOutcome(coreResolve(vector.facts, readOptions(vector.options)), vector);
  });

  it.each(named(ofCore.filter(({ refusal }) => refusal !== undefined)))(
    "are refused for the issues: %s",
    (_name, vector) => {
      expect(readRefusal(() => createResolver(readOptions(vector.options))(vector.facts))).toEqual(
        expectedRefusal(vector),
      );
    },
  );
});

describe("the cases of wrong options", () => {
  it.each(named(ruleVectors.filter(({ error }) => error !== undefined)))("are an error: %s", (_name, vector) => {
    expect(() => createResolver(readOptions(vector.options))).toThrow(expect.objectContaining(vector.error!));
  });
});

/** Returns the status and the issues of the refusal that a function throws; undefined if it throws none. */
function readRefusal(run: () => unknown): RuleVector["refusal"] | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof ProxyFixRefusal)) throw error;
    return { status: error.status, issues: sortIssues(error.issues) };
  }
}

function expectedRefusal({ refusal }: RuleVector): RuleVector["refusal"] | undefined {
  return refusal === undefined ? undefined : { status: refusal.status, issues: sortIssues(refusal.issues) };
}

/** Returns whether a server can receive the facts of a case: a mounted path and odd values are for the core alone. */
function isRequest({ facts, error, url }: RuleVector): boolean {
  const values = Object.values(facts.headers).flat() as unknown[];
  const hasAddress = facts.peerAddress !== undefined && facts.peerAddress !== "unix";
  return (
    error === undefined &&
    url === undefined &&
    facts.prefix === undefined &&
    hasAddress &&
    values.every((value) => typeof value === "string")
  );
}

/** Node's parser keeps this many header lines, and drops the others. */
const LINES_KEPT = 1000;

/** Creates the request of a case. A target in absolute form contains its authority. */
function createRequest({ facts, target, method = "GET", httpVersion = 1, lostLines }: RuleVector): IncomingRequest {
  const { authority, peerAddress, peerPort, encrypted, headers } = facts;
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value as string | string[]].flat().flatMap((line) => [name, line]),
  );
  const padding = lostLines === true ? Array.from({ length: LINES_KEPT }, () => ["x-padding", "1"]).flat() : [];
  return {
    headers: Object.fromEntries(Object.entries(headers)) as IncomingRequest["headers"],
    rawHeaders: [...lines, ...padding],
    socket: { remoteAddress: peerAddress, remotePort: peerPort, encrypted },
    url: target ?? (authority === undefined ? "/" : `http://${authority}/`),
    method,
    httpVersionMajor: httpVersion,
  } as IncomingRequest;
}

const requests = ruleVectors.filter(isRequest);

/** Resolves the request of a case as an adapter does, first by the earlier options if there are any. */
function resolveRequest(vector: RuleVector): {
  readonly request: IncomingRequest;
  readonly resolution: Resolution | undefined;
} {
  const request = createRequest(vector);
  const layers = [vector.earlier, vector.options].filter((options) => options !== undefined);
  const results = layers.map((options) => {
    try {
      return resolveIncoming(compileAdapter(readOptions({ warnings: false, ...options })), request).resolution;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return error;
    }
  });
  const last = results.at(-1);
  if (isRefusal(last)) {
    expect({ status: last.status, issues: sortIssues(last.issues) }).toEqual(expectedRefusal(vector));
    return { request, resolution: undefined };
  }
  expect(vector.refusal).toBeUndefined();
  return { request, resolution: last };
}

describe("the cases of the rules, as requests of an adapter,", () => {
  it.each(named(requests))("have the expected outcome: %s", (_name, vector) => {
    const { request, resolution } = resolveRequest(vector);
    const { resolution: expected, headersAfter } = vector;
    if (expected !== undefined) expect(pickFields(resolution!, expected)).toEqual(pickFields(expected, expected));
    if (headersAfter === undefined) return;
    expect({ ...request.headers }).toEqual(headersAfter);
    expect(readLines(request)).toEqual(headersAfter);
  });

  it("include every case of a server", () => {
    const ofServer = ruleVectors.filter(({ server }) => server === true);
    expect(ofServer.filter((vector) => !isRequest(vector))).toEqual([]);
    expect(ofServer.length).toBeGreaterThan(0);
  });
});

/** Reads the header lines of a request as a record; a name with several lines is a list, which no case expects. */
function readLines(request: IncomingRequest): Record<string, string | string[]> {
  const rawHeaders = request.rawHeaders ?? [];
  const lines: Record<string, string | string[]> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    lines[name] = lines[name] === undefined ? rawHeaders[at + 1]! : [lines[name], rawHeaders[at + 1]!].flat();
  }
  return lines;
}
