import type { CompiledOptions } from "../options/compile-options.js";
import type { BelievedResolution } from "../resolve/believed-resolution.js";
import { expectedValue } from "./expected-value.js";
import type { HeaderPolicy } from "./header-policy.js";
import { joinLines, type HeaderRecord } from "./header-record.js";

/** The value of a header that is left alone. */
export const UNCLAIMED: unique symbol = Symbol("unclaimed");

/** The values that some of a request's headers must have. */
export interface ExpectedHeaders {
  /** Returns false only if the header is none of them; the case of its name does not matter. May return true for others. */
  mayHave(name: string): boolean;
  /** Returns the value of a header, by its name in lower case; undefined if it must be deleted. */
  valueOf(name: string): string | undefined | typeof UNCLAIMED;
  /** The headers to add if the request does not have them. */
  readonly required: readonly string[];
}

const HOST: readonly string[] = ["host"];

/** Expects the believed value of every header that contains a fact about the client. */
export function expectBelieved(
  policy: HeaderPolicy,
  options: CompiledOptions,
  resolution: BelievedResolution,
): ExpectedHeaders {
  return {
    mayHave: (name) => policy.mayHave(name),
    valueOf: (name) => {
      const role = policy.find(name);
      return role === undefined ? UNCLAIMED : expectedValue(options, resolution, role);
    },
    required: HOST,
  };
}

/** Expects the received values of the headers that a policy covers: undoes the writing of {@link expectBelieved}. */
export function expectReceived(policy: HeaderPolicy, headers: HeaderRecord): ExpectedHeaders {
  return {
    mayHave: (name) => policy.mayHave(name),
    valueOf: (name) => (policy.find(name) === undefined ? UNCLAIMED : joinLines(readOwn(headers, name))),
    required: Object.keys(headers).filter((name) => policy.find(name) !== undefined),
  };
}

/** Expects the values of the headers that a rewrite has changed. */
export function expectRewritten(before: HeaderRecord, after: HeaderRecord): ExpectedHeaders {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = new Set([...names].filter((name) => readOwn(before, name) !== readOwn(after, name)));
  return {
    mayHave: (name) => changed.has(name.toLowerCase()),
    valueOf: (name) => (changed.has(name) ? joinLines(readOwn(after, name)) : UNCLAIMED),
    required: [...changed],
  };
}

/** A header may have the name of a property that every object inherits, as __proto__. */
function readOwn(headers: HeaderRecord, name: string): HeaderRecord[string] {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}
