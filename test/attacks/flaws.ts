/** Flawed readings that several attacks share. */
import type { Flaw, Received } from "./attack.js";

/** Believes a header, whoever wrote it. */
export function believesHeader(name: string, gives: string): Flaw {
  return { read: ({ headers }) => headers[name], gives };
}

/** Believes the leftmost value of a list. */
export function believesLeftmost(name: string, gives: string): Flaw {
  return { read: ({ headers }) => listValues(headers[name])[0], gives };
}

/** Believes the rightmost value of a list, as it is written. */
export function believesRightmost(name: string, gives: string): Flaw {
  return { read: ({ headers }) => listValues(headers[name]).at(-1), gives };
}

/** Reads headers as CGI and its relatives do: every character that is neither a letter nor a digit becomes `_`. */
export function foldsNames(variable: string, gives: string): Flaw {
  return {
    read: ({ lines }) =>
      lines.findLast(([name]) => name.replaceAll(/[^a-z0-9]/gi, "_").toUpperCase() === variable)?.[1],
    gives,
  };
}

/** Builds a URL by resolving text of the request against the application's own origin. */
export function resolvesUrl(read: (received: Received) => string, gives: string): Flaw {
  return { read: (received) => new URL(read(received), "http://app:3000").host, gives };
}

export function listValues(text: string | undefined): string[] {
  return (text ?? "").split(",").map((value) => value.trim());
}
