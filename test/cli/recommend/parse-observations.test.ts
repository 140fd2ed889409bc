import { describe, expect, it } from "vitest";

import { parseObservations } from "../../../src/cli/recommend/parse-observations.js";
import { UsageError } from "../../../src/cli/usage-error.js";

const one = { sent: { url: "http://a.test/1" }, arrived: { status: 403 } };
const two = { sent: { url: "http://a.test/2" }, arrived: { cached: true } };

describe("parseObservations", () => {
  it.each([
    ["a list", JSON.stringify([one, two], null, 2), [one, two]],
    ["one observation", JSON.stringify(one, null, 2), [one]],
    ["one a line", `${JSON.stringify(one)}\r\n\n${JSON.stringify(two)}\n`, [one, two]],
    ["a list a line", `${JSON.stringify([one])}\n${JSON.stringify([two])}\n`, [one, two]],
    ["an empty list", "[]", []],
    ["nothing", "", []],
  ])("reads %s", (_, text, observations) => {
    expect(parseObservations(text, "a.json")).toEqual(observations);
  });

  it.each([
    ["{", "a.json: line 1 is no JSON; expected the output of npx proxyfix probe"],
    [`${JSON.stringify(one)}\n<html>`, "a.json: line 2 is no JSON; expected the output of npx proxyfix probe"],
    ["1", "a.json: observation 1: expected an object with sent and arrived"],
    [
      JSON.stringify([one, { sent: one.sent }]),
      "a.json: observation 2: arrived: expected { facts, path, rawHeaders }, { status }, { failed } or { cached: true }",
    ],
  ])("refuses %j", (text, message) => {
    expect(() => parseObservations(text, "a.json")).toThrow(new UsageError(message));
  });

  it("escapes the name of the file", () => {
    expect(() => parseObservations("1", "a\u001B.json")).toThrow(/^a\\u\{1b\}\.json: observation 1/);
  });
});
