import type { RequestHeaders } from "../resolution.js";

/**
 * Reads a header, all its lines joined in order with commas (RFC 9110 section 5.3).
 *
 * @param headers - a record or a fetch `Headers`
 * @param name - in lower case
 * @returns the text, or undefined if the header is missing; an empty array is a missing header
 */
export function readHeader(headers: RequestHeaders, name: string): string | undefined {
  return joinLines(headers, name, (headers as HeaderFields)[name]);
}

type HeaderFields = Readonly<Record<string, unknown>>;

function joinLines(headers: RequestHeaders, name: string, value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (isFetchHeaders(headers)) {
    // A fetch Headers throws on a pseudo-header's name, and cannot contain one.
    return name.startsWith(":") ? undefined : (headers.get(name) ?? undefined);
  }
  return Array.isArray(value) && value.length > 0 ? value.join(",") : undefined;
}

function isFetchHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === "function";
}

/** Reads one header, as {@link readHeader} does. */
export type HeaderReader = (headers: RequestHeaders) => string | undefined;

/** A property whose name is written in the code costs V8 one comparison; a name in a variable is looked up. See npm run bench. */
const WELL_KNOWN_READERS: Readonly<Record<string, HeaderReader>> = {
  "x-forwarded-for": (headers) => joinLines(headers, "x-forwarded-for", (headers as HeaderFields)["x-forwarded-for"]),
  "x-forwarded-proto": (headers) =>
    joinLines(headers, "x-forwarded-proto", (headers as HeaderFields)["x-forwarded-proto"]),
  "x-forwarded-host": (headers) =>
    joinLines(headers, "x-forwarded-host", (headers as HeaderFields)["x-forwarded-host"]),
};

/** Compiles the reader of a header. */
export function compileReader(name: string): HeaderReader {
  return Object.hasOwn(WELL_KNOWN_READERS, name) ? WELL_KNOWN_READERS[name]! : (headers) => readHeader(headers, name);
}
