import fc from "fast-check";
import { encode } from "./coding.js";
import type { Target } from "./target.js";

/** A broken rule, with the smallest input that was found to break it. A vector of `found/` has the same properties. */
export interface Fault {
  readonly target: string;
  /** The message of the check. */
  readonly fault: string;
  /** The seed and the path of fast-check, by which a search repeats the fault. */
  readonly seed: number;
  readonly path: string;
  /** The encoded input. */
  readonly input: unknown;
}

/** The outcome of a search. */
export interface Search {
  /** The number of requests that were resolved. */
  readonly requests: number;
  readonly fault: Fault | undefined;
}

/** The bounds of a search. */
export interface Bounds {
  readonly seed: number;
  /** The most inputs to try. */
  readonly runs: number;
  /** The longest time, in milliseconds; no input is begun after it. */
  readonly time?: number;
  /** The path of a fault that was found with the seed, to repeat it alone. */
  readonly path?: string;
}

/** Tries random inputs until one breaks a rule, or until a bound is reached. A fault is shrunk. */
export async function search(target: Target, { seed, runs, time, path }: Bounds): Promise<Search> {
  let requests = 0;
  const property = fc.asyncProperty(target.inputs, async (input) => {
    requests += await target.check(input);
  });
  const parameters: fc.Parameters<[object]> = {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path }),
    ...(time === undefined ? {} : { plugins: [fc.interruptAfterTimeLimit(time) as fc.Plugin<[object]>] }),
  };
  const details = await fc.check(property, parameters);
  if (!details.failed || details.counterexample === null) return { requests, fault: undefined };
  const [input] = details.counterexample;
  const { message } = details.errorInstance as Error;
  const fault = { target: target.name, fault: message, seed, path: details.counterexamplePath ?? "" };
  return { requests, fault: { ...fault, input: encode(input) } };
}

/** Describes a fault: how to repeat it, and the vector that replays it. */
export function describeFault(fault: Fault): string {
  const { target, seed, path } = fault;
  return [
    `${target}: ${fault.fault}`,
    `Repeat it, and write its vector to test/fuzz/found/: npm run fuzz -- --target ${target} --seed ${seed} --path ${path}`,
    JSON.stringify(fault),
  ].join("\n");
}
