import type { CompiledOptions } from "../options/compile-options.js";
import type { BelievedResolution } from "../resolve/believed-resolution.js";
import { expectedValue } from "./expected-value.js";
import type { HeaderPolicy } from "./header-policy.js";
import { joinLines, type HeaderRecord } from "./header-record.js";

/** The value of a header that is left alone. */
export const UNCLAIMED: unique symbol = Symbol("unclaimed");

/** The values that some of a request's headers must have. */
export interface ExpectedHeaders {
  /** Returns false only if the header, whatever the case of its name, is none of them. May return true for others. */
  mayHave(name: string): boolean;
  /** Returns the value of a header, by its name in lower case; undefined if it must be deleted. */
  valueOf(name: string): string | undefined | typeof UNCLAIMED;
  /** The headers to add if the request does not have them. */
  readonly required: readonly string[];
}

const HOST: readonly string[] = ["host"];

/** The believed values of all headers that contain a fact about the client. */
export class BelievedHeaders implements ExpectedHeaders {
  readonly required: readonly string[] = HOST;
  readonly #policy: HeaderPolicy;
  readonly #options: CompiledOptions;
  readonly #resolution: BelievedResolution;

  constructor(policy: HeaderPolicy, options: CompiledOptions, resolution: BelievedResolution) {
    this.#policy = policy;
    this.#options = options;
    this.#resolution = resolution;
  }

  mayHave(name: string): boolean {
    return this.#policy.mayHave(name);
  }

  valueOf(name: string): string | undefined | typeof UNCLAIMED {
    const role = this.#policy.find(name);
    return role === undefined ? UNCLAIMED : expectedValue(this.#options, this.#resolution, role);
  }
}

/** The received values of the headers that a policy covers: they undo what {@link BelievedHeaders} wrote. */
export class ReceivedHeaders implements ExpectedHeaders {
  readonly required: readonly string[];
  readonly #policy: HeaderPolicy;
  readonly #headers: HeaderRecord;

  constructor(policy: HeaderPolicy, headers: HeaderRecord) {
    this.required = Object.keys(headers).filter((name) => policy.find(name) !== undefined);
    this.#policy = policy;
    this.#headers = headers;
  }

  mayHave(name: string): boolean {
    return this.#policy.mayHave(name);
  }

  valueOf(name: string): string | undefined | typeof UNCLAIMED {
    return this.#policy.find(name) === undefined ? UNCLAIMED : joinLines(this.#headers[name]);
  }
}

/** The values of the headers that a rewrite has changed. */
export class RewrittenHeaders implements ExpectedHeaders {
  readonly required: readonly string[];
  readonly #values: ReadonlyMap<string, string | undefined>;

  constructor(before: HeaderRecord, after: HeaderRecord) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const changed = [...names].filter((name) => readOwn(before, name) !== readOwn(after, name));
    this.#values = new Map(changed.map((name) => [name, joinLines(readOwn(after, name))]));
    this.required = changed;
  }

  mayHave(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  valueOf(name: string): string | undefined | typeof UNCLAIMED {
    return this.#values.has(name) ? this.#values.get(name) : UNCLAIMED;
  }
}

/** A header may have the name of a property that every object inherits, as __proto__. */
function readOwn(headers: HeaderRecord, name: string): HeaderRecord[string] {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}
