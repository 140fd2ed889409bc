import type { RequestHeaders } from "./resolution.js";

/**
 * Reads a header, all its lines joined in order with commas (RFC 9110 section 5.3).
 *
 * @param headers - a record or a fetch `Headers`
 * @param name - in lower case
 * @returns the text, or undefined where the header is missing; an empty array is a missing header
 */
export function readHeader(headers: RequestHeaders, name: string): string | undefined {
  if (isFetchHeaders(headers)) {
    // A fetch Headers throws on a pseudo-header's name, and cannot hold one.
    return name.startsWith(":") ? undefined : (headers.get(name) ?? undefined);
  }
  const value: unknown = headers[name];
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.length > 0 ? value.join(",") : undefined;
}

function isFetchHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === "function";
}
