import { describe, expect, it } from "vitest";

import { isFalse, isTrue } from "../../src/trust/predicate.js";

describe("isTrue and isFalse", () => {
  it.each<[string, () => unknown, isTrue: boolean, isFalse: boolean]>([
    ["returns true", () => true, true, false],
    ["returns false", () => false, false, true],
    ["returns a truthy value", () => 1, false, false],
    ["returns a falsy value", () => 0, false, false],
    ["returns undefined", () => undefined, false, false],
    ["returns a promise of true", () => Promise.resolve(true), false, false],
    ["returns a promise of false", () => Promise.resolve(false), false, false],
    [
      "throws",
      () => {
        throw new Error("x");
      },
      false,
      false,
    ],
  ])("evaluate a function that %s: isTrue returns %s", (_outcome, predicate, isTrueExpected, isFalseExpected) => {
    expect([isTrue(predicate), isFalse(predicate)]).toEqual([isTrueExpected, isFalseExpected]);
  });

  it("handle the rejection of a promise, which would end the process", async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): unknown => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    expect(isTrue(() => Promise.reject(new Error("x")))).toBe(false);
    expect(isFalse(() => Promise.reject(new Error("x")))).toBe(false);
    // Node emits the event after the microtasks of this turn.
    await new Promise((resume) => setImmediate(resume));
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });
});
