import { describe, expect, it } from "vitest";

import { readArrived } from "../../src/recommend/read-arrived.js";

const arrived = { facts: { headers: { host: "a.test" } }, path: "/?proxyfix=1a", rawHeaders: ["Host", "a.test"] };
const answer = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });

describe("readArrived", () => {
  it("returns the request, and nothing else of the answer", () => {
    expect(
      readArrived(answer({ ...arrived, facts: { ...arrived.facts, more: [[[]]] }, more: 1 }), "proxyfix=1a"),
    ).toEqual(arrived);
    expect(readArrived(answer({ ...arrived, gateway: true }), "proxyfix=1a")).toEqual({ ...arrived, gateway: true });
  });

  it.each([
    ["a failure", { failed: "ECONNRESET" }, { failed: "ECONNRESET" }],
    ["a refusal", answer(arrived, 403), { status: 403 }],
    ["a redirect", answer(arrived, 301), { status: 301 }],
    ["the answer to another request", answer({ ...arrived, path: "/?proxyfix=2b" }), { cached: true }],
    ["an answer that is too large", { status: 200, body: undefined }, { failed: "the answer is too large" }],
    ["no JSON", { status: 200, body: "<html>" }, { failed: "the answer is no JSON of a request" }],
    ["other JSON", answer({ path: "/" }), { failed: "the answer is no JSON of a request" }],
  ])("recognises %s", (_, received, expected) => {
    expect(readArrived(received, "proxyfix=1a")).toEqual(expected);
  });
});
