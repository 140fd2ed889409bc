import type { RequestHeaders } from "../../src/resolution.js";

/**
 * The text of a header with its lines joined in order by commas (docs/reference/rules.md#r1-lists), or undefined if it is missing: absent, an
 * empty array, inherited (R10), or something that is no string, number or array.
 *
 * A name with a colon (`:authority`) is never read from a fetch `Headers`, whose `get` throws on such a name.
 */
export function joinedHeader(headers: RequestHeaders, name: string): string | undefined {
  if (isFetchHeaders(headers)) {
    return name.startsWith(":") ? undefined : (headers.get(name) ?? undefined);
  }
  const value: unknown = Object.hasOwn(headers, name) ? headers[name] : undefined;
  const lines: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (lines.length === 0 || (!Array.isArray(value) && !isText(value))) return undefined;
  return lines.map((line) => (isText(line) ? String(line) : "")).join(",");
}

function isText(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

/** The items of a list header nearest first, trimmed of space and tab, empty ones kept (R1). */
export function listItems(text: string): string[] {
  return text.split(",").map(trimBlanks).reverse();
}

/** Text without space and tab at its ends; other white space is left to the grammar, which rejects it. */
export function trimBlanks(text: string): string {
  let rest = text;
  while (rest.startsWith(" ") || rest.startsWith("\t")) rest = rest.slice(1);
  while (rest.endsWith(" ") || rest.endsWith("\t")) rest = rest.slice(0, -1);
  return rest;
}

/** Whether the headers have a `get` that is not that of `Object.prototype` (R10). */
function isFetchHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  const get: unknown = Reflect.get(headers, "get");
  return typeof get === "function" && get !== Reflect.get(Object.prototype, "get");
}
