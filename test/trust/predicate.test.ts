import { describe, expect, it } from "vitest";

import { isFalse, isTrue } from "../../src/trust/predicate.js";

describe("isTrue and isFalse", () => {
  it.each<[outcome: string, isTrue: boolean, isFalse: boolean, predicate: () => unknown]>([
    ["returns true", true, false, () => true],
    ["returns false", false, true, () => false],
    ["returns a truthy value", false, false, () => 1],
    ["returns a falsy value", false, false, () => 0],
    ["returns undefined", false, false, () => undefined],
    ["returns a promise of true", false, false, () => Promise.resolve(true)],
    ["returns a promise of false", false, false, () => Promise.resolve(false)],
    [
      "throws",
      false,
      false,
      () => {
        throw new Error("x");
      },
    ],
  ])("return for a function that %s: %s and %s", (_outcome, isTrueExpected, isFalseExpected, predicate) => {
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
