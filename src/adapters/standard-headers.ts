import { isSpelling } from "./incoming-headers.js";
import { NameTable } from "./name-table.js";
import { VENDOR_HEADERS } from "./vendor-headers.js";
import type { Claim, Claims, PlainHeaders } from "./verified-headers.js";

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

/** One of their names. */
export type StandardName = keyof StandardHeaders;

export const STANDARD_NAMES: readonly StandardName[] = [
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
];

/** Whatever header claims something, by its name. */
const CLAIMING: NameTable<true> = new NameTable(
  new Map([...STANDARD_NAMES, ...VENDOR_HEADERS, ":authority", ":scheme"].map((name) => [name, true])),
  true,
);

/** The places of {@link STANDARD_NAMES}: numbers, since to look each up by its key costs 0.1 µs a request. */
export const PLACES = { host: 0, for: 1, proto: 2, xHost: 3, port: 4, prefix: 5, forwarded: 6 } as const;
/** One of these places. */
export type StandardPlace = (typeof PLACES)[keyof typeof PLACES];

/** Where each of {@link STANDARD_NAMES} has its line, as {@link findStandardLines} found it last; -1 where it has none. */
const standardLines: Int32Array = new Int32Array(STANDARD_NAMES.length);

/**
 * Finds the lines of the standard headers, where each header has one line, and the lines stand in the order of the headers,
 * as Node's parser leaves them; each header and each line is looked at once.
 *
 * @returns false where that is not so, or a line says something else than its header, which may be for a change that an
 *   earlier middleware made; and where another header claims something as well: a vendor's, a pseudo-header, an alias of any
 */
export function findStandardLines(headers: PlainHeaders, lines: readonly string[]): boolean {
  for (let place = 0; place < standardLines.length; place += 1) standardLines[place] = -1;
  let at = 0;
  for (const name in headers) {
    if (at >= lines.length) return false;
    const spelling = lines[at]!;
    // What the line says is asked as well: where the two differ, a line that claims something would be passed over.
    if (CLAIMING.mayHave(name) || CLAIMING.mayHave(spelling)) {
      // A header that is read where it is enumerated is found by its place, whatever the shape of the headers is.
      if (!isSpelling(spelling, name) || headers[name] !== lines[at + 1]) return false;
      const place = findPlace(name);
      if (place >= 0) standardLines[place] = at;
      else if (CLAIMING.find(name) !== undefined) return false;
    }
    at += 2;
  }
  return at === lines.length;
}

/** A name written in the code is told by one comparison, where a table would be asked. */
function findPlace(name: string): number {
  if (name === "host") return PLACES.host;
  if (name === "x-forwarded-for") return PLACES.for;
  if (name === "x-forwarded-proto") return PLACES.proto;
  if (name === "x-forwarded-host") return PLACES.xHost;
  if (name === "x-forwarded-port") return PLACES.port;
  if (name === "x-forwarded-prefix") return PLACES.prefix;
  return name === "forwarded" ? PLACES.forwarded : -1;
}

/** Takes the standard headers out of their lines, which {@link findStandardLines} has found. */
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

/** Gives where a header has its line, as {@link findStandardLines} found it last; -1 where it has none. */
export function findStandardLine(place: StandardPlace): number {
  return standardLines[place]!;
}

/** Reads what a header says, by its line, as {@link findStandardLines} found it last. */
export function readStandardLine(lines: readonly string[], place: StandardPlace): string | undefined {
  const line = findStandardLine(place);
  return line < 0 ? undefined : lines[line + 1];
}

/** What becomes of each standard header. */
export type StandardClaims = Readonly<Record<StandardName, Claim>>;

/** Picks what becomes of each standard header. */
export function compileStandardClaims(claims: Claims): StandardClaims {
  // Whatever the options, each of them claims something.
  return Object.fromEntries(STANDARD_NAMES.map((name) => [name, claims.find(name)!])) as Record<StandardName, Claim>;
}
