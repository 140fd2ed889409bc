import type { ProxyFixOptions, RequestFacts } from "../../src/index.js";

/** One input of the core's resolver. */
export interface Vector {
  readonly facts: RequestFacts;
  readonly options: ProxyFixOptions;
}

const INFINITY = "Infinity";

/** Formats a value as JSON, which has no Infinity: text replaces it. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => (each === Number.POSITIVE_INFINITY ? INFINITY : each));
}

/** Parses the text of {@link formatJson}. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_name, each: unknown) => (each === INFINITY ? Number.POSITIVE_INFINITY : each));
}
