import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";

import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";
import { parse, type Line } from "./parsed-request.js";

const LINES: readonly Line[] = [
  ["Host", "app"],
  ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"],
  ["X-Real-IP", "6.6.6.6"],
];
const BELIEVED = { host: "app", "x-forwarded-for": "203.0.113.7" };

/** Makes a property of a request permanent: it can neither be assigned nor defined anew. */
function fix(req: IncomingMessage, name: "headers" | "rawHeaders" | "headersDistinct", value: unknown): void {
  Object.defineProperty(req, name, { value, writable: false, configurable: false });
}

/** Resolves a request that other code has touched; returns what is left of the client's text, by property. */
function resolveTouched(touch: (req: IncomingMessage) => void): readonly string[] {
  const req = parse(LINES);
  touch(req);
  resolveIncoming(compileAdapter({}), req);
  expect(resolutionOf(req)?.clientAddress).toBe("203.0.113.7");
  return (["headers", "rawHeaders", "headersDistinct"] as const).filter((name) =>
    JSON.stringify(req[name]).includes("6.6.6.6"),
  );
}

describe("a request whose headers other code has made permanent", () => {
  it.each<[string, (req: IncomingMessage) => void]>([
    ["headers, writable inside", (req) => fix(req, "headers", req.headers)],
    ["headers, sealed", (req) => fix(req, "headers", Object.seal({ ...req.headers }))],
    ["header lines, writable inside", (req) => fix(req, "rawHeaders", req.rawHeaders)],
    ["header lines, sealed", (req) => fix(req, "rawHeaders", Object.seal([...req.rawHeaders]))],
    ["headersDistinct, writable inside", (req) => fix(req, "headersDistinct", { ...req.headersDistinct })],
    ["headersDistinct, sealed", (req) => fix(req, "headersDistinct", Object.seal({ ...req.headersDistinct }))],
    ["headersDistinct, assignable", (req) => void Object.defineProperty(req, "headersDistinct", { value: { ...req.headersDistinct }, writable: true, configurable: false })], // prettier-ignore
  ])("shows believed values alone: %s", (_title, touch) => {
    expect(resolveTouched(touch)).toEqual([]);
  });

  it.each<[left: string, touch: (req: IncomingMessage) => void]>([
    ["headers", (req) => fix(req, "headers", Object.freeze({ ...req.headers }))],
    ["rawHeaders", (req) => fix(req, "rawHeaders", Object.freeze([...req.rawHeaders]))],
    ["headersDistinct", (req) => fix(req, "headersDistinct", Object.freeze({ ...req.headersDistinct }))],
  ])("is resolved, and has the values of the others written, if its %s are frozen", (left, touch) => {
    expect(resolveTouched(touch)).toContain(left);
  });

  it("has the headers written if its lines are frozen", () => {
    const req = parse(LINES);
    fix(req, "rawHeaders", Object.freeze([...req.rawHeaders]));
    resolveIncoming(compileAdapter({}), req);
    expect(req.headers).toEqual(BELIEVED);
  });
});
