import { PLACES, readStandardLine } from "./claiming-lines.js";

/**
 * The headers that a resolution by the standard names reads, and no others: an object of one shape, whatever a client sends.
 * What is asked of it costs nothing to find, where the headers of a server's requests are of as many shapes as it has clients.
 */
export type StandardHeaders = {
  readonly host: string | undefined;
  readonly "x-forwarded-for": string | undefined;
  readonly "x-forwarded-proto": string | undefined;
  readonly "x-forwarded-host": string | undefined;
  readonly "x-forwarded-port": string | undefined;
  readonly "x-forwarded-prefix": string | undefined;
  readonly forwarded: string | undefined;
};

export const STANDARD_NAMES: readonly (keyof StandardHeaders)[] = [
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
];

/** Takes the standard headers out of their lines, as they were found last. */
export function takeStandardHeaders(lines: readonly string[]): StandardHeaders {
  return {
    host: readStandardLine(lines, PLACES.host),
    "x-forwarded-for": readStandardLine(lines, PLACES.for),
    "x-forwarded-proto": readStandardLine(lines, PLACES.proto),
    "x-forwarded-host": readStandardLine(lines, PLACES.xHost),
    "x-forwarded-port": readStandardLine(lines, PLACES.port),
    "x-forwarded-prefix": readStandardLine(lines, PLACES.prefix),
    forwarded: readStandardLine(lines, PLACES.forwarded),
  };
}
