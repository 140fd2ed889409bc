import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";

import { ignoreRejection, isFalse, isTrue } from "../../src/trust/predicate.js";

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

  it.each<[string, () => unknown]>([
    ["a promise", () => Promise.reject(new Error("x"))],
    ["a promise of another realm", () => runInNewContext("Promise.reject(new Error('x'))")],
    ["an async function", async () => Promise.reject(new Error("x"))],
    ["a promise whose `catch` is another", () => Object.assign(Promise.reject(new Error("x")), { catch: undefined })],
  ])("handle the rejection of %s, which would end the process", async (_kind, ask) => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): unknown => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    expect(isTrue(ask)).toBe(false);
    expect(isFalse(ask)).toBe(false);
    ignoreRejection(ask());
    // Node emits the event after the microtasks of this turn.
    await new Promise((resume) => setImmediate(resume));
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });

  it("read and call the `then` of a value once at most", () => {
    const calls: unknown[] = [];
    const thenable = withThen({
      get() {
        calls.push("get");
        return (...args: unknown[]) => calls.push(args.map((arg) => typeof arg));
      },
    });
    expect(isTrue(() => thenable)).toBe(false);
    expect(calls).toEqual(["get", ["function", "function"]]);
  });

  it("call the `then` of a function too", () => {
    const calls: unknown[] = [];
    const thenable = (): void => undefined;
    // oxlint-disable-next-line unicorn/no-thenable -- this value is the subject
    Object.defineProperty(thenable, "then", { value: (...args: unknown[]) => calls.push(args.length) });
    ignoreRejection(thenable);
    expect(calls).toEqual([2]);
  });

  it("read no `then` of a value that is no object", () => {
    const reads: unknown[] = [];
    // oxlint-disable-next-line unicorn/no-thenable, no-extend-native -- a program may have added it
    Object.defineProperty(Boolean.prototype, "then", { get: () => reads.push("then"), configurable: true });
    try {
      expect([isTrue(() => true), isFalse(() => false)]).toEqual([true, true]);
    } finally {
      Reflect.deleteProperty(Boolean.prototype, "then");
    }
    expect(reads).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["cannot be read", withThen({ get: fail })],
    ["throws", withThen({ value: fail })],
    ["is no function", withThen({ value: 1 })],
    ["belongs to a revoked proxy", revokedProxy()],
  ])("do not throw if the `then` of a value %s", (_case, value) => {
    expect([isTrue(() => value), isFalse(() => value)]).toEqual([false, false]);
    expect(() => ignoreRejection(value)).not.toThrow();
  });
});

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function withThen(descriptor: PropertyDescriptor): object {
  // oxlint-disable-next-line unicorn/no-thenable -- these values are the subject
  return Object.defineProperty({}, "then", descriptor);
}

function fail(): never {
  throw new Error("x");
}
