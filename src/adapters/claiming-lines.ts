import { isSpelling } from "./incoming-headers.js";
import type { Claims, PlainHeaders } from "./verified-headers.js";

/** The places of the standard headers: numbers, since to look each up by its key costs 0.1 µs a request. */
export const PLACES = { host: 0, for: 1, proto: 2, xHost: 3, port: 4, prefix: 5, forwarded: 6 } as const;
/** One of these places. */
export type StandardPlace = (typeof PLACES)[keyof typeof PLACES];

/** Where each standard header has its line, as {@link findClaimingLines} found it last; -1 where it has none. */
const standardLines: Int32Array = new Int32Array(Object.keys(PLACES).length);

/** Room for every header that a chain of proxies sends. A client that sends more of them has its request resolved the longer way. */
const MOST_CLAIMING = 24;
/** The headers that claim something, and where each has its line, as {@link findClaimingLines} found them last, in their order. */
const claimingNames: string[] = Array.from({ length: MOST_CLAIMING }, () => "");
const claimingLines: number[] = Array.from({ length: MOST_CLAIMING }, () => 0);
let claimingCount = 0;

/** The headers of a request that claim something, in their order. */
export interface ClaimingLines {
  readonly names: readonly string[];
  /** Where each of them has its line. */
  readonly lines: readonly number[];
}

const COLON = 58;

/**
 * Finds the lines of the headers that claim something, where each header has one line, which says the same, and the lines stand
 * in the order of the headers, as Node's parser leaves them; each header and each line is looked at once.
 *
 * @returns false where that is not so, which may be for a change that an earlier middleware made; and where a pseudo-header
 *   claims something as well
 */
export function findClaimingLines(claims: Claims, headers: PlainHeaders, lines: readonly string[]): boolean {
  for (let place = 0; place < standardLines.length; place += 1) standardLines[place] = -1;
  claimingCount = 0;
  let at = 0;
  for (const name in headers) {
    if (at >= lines.length) return false;
    const spelling = lines[at]!;
    // A header that is read where it is enumerated is found by its place, whatever the shape of the headers is.
    if (headers[name] !== lines[at + 1] || spelling.length !== name.length) return false;
    // What the line says is asked as well: where the two differ, a line that claims something would be passed over.
    if (claims.mayHave(name) || claims.mayHave(spelling)) {
      if (!isSpelling(spelling, name)) return false;
      const place = findPlace(name);
      if (place >= 0) standardLines[place] = at;
      if ((place >= 0 || claims.find(name) !== undefined) && !keepClaimingLine(name, at)) return false;
    }
    at += 2;
  }
  // What a header inherits cannot be taken out of it.
  return at === lines.length && isPlain(headers);
}

function isPlain(headers: PlainHeaders): boolean {
  const prototype: unknown = Object.getPrototypeOf(headers);
  return prototype === Object.prototype || prototype === null;
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

function keepClaimingLine(name: string, at: number): boolean {
  if (claimingCount === MOST_CLAIMING || name.charCodeAt(0) === COLON) return false;
  claimingNames[claimingCount] = name;
  claimingLines[claimingCount] = at;
  claimingCount += 1;
  return true;
}

/** Gives how many headers claim something, as {@link findClaimingLines} found them last. */
export function countClaimingLines(): number {
  return claimingCount;
}

/** Takes the headers that claim something, as {@link findClaimingLines} found them last. */
export function takeClaimingLines(): ClaimingLines {
  return { names: claimingNames.slice(0, claimingCount), lines: claimingLines.slice(0, claimingCount) };
}

/** Gives where a standard header has its line, as {@link findClaimingLines} found it last; -1 where it has none. */
export function findStandardLine(place: StandardPlace): number {
  return standardLines[place]!;
}

/** Reads what a standard header says, by its line, as {@link findClaimingLines} found it last. */
export function readStandardLine(lines: readonly string[], place: StandardPlace): string | undefined {
  const line = findStandardLine(place);
  return line < 0 ? undefined : lines[line + 1];
}
