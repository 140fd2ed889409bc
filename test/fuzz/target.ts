import { isDeepStrictEqual, inspect } from "node:util";
import type fc from "fast-check";

/** A part of the package under random inputs. */
export interface Target {
  readonly name: string;
  /** Inputs that `encode` can write. */
  readonly inputs: fc.Arbitrary<object>;
  /**
   * Checks one input; returns the number of requests that were resolved.
   *
   * @throws {Error} if a rule is broken
   */
  check(input: object): number | Promise<number>;
}

/** Creates a target whose inputs have one type. */
export function createTarget<Input extends object>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => number | Promise<number>,
): Target {
  return { name, inputs, check: (input) => check(input as Input) };
}

/** @throws {Error} if two values differ; its message contains both */
export function expectSame(rule: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${rule}: got ${show(actual)}; expected ${show(expected)}`);
}

/** @throws {Error} if a rule does not hold */
export function expectTrue(rule: string, holds: boolean, value: unknown): void {
  if (!holds) throw new Error(`${rule}: got ${show(value)}`);
}

function show(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: Infinity, maxStringLength: 400, maxArrayLength: 40 });
}
