import { NameTable } from "./name-table.js";
import { VENDOR_HEADERS } from "./vendor-headers.js";
import type { Claim, Claims, PlainHeaders } from "./verified-headers.js";

type HeaderValue = PlainHeaders[string];

/**
 * The headers that a resolution by the standard names reads, and no others: an object of one shape, whatever a client sends.
 * What is asked of it costs nothing to find, where the headers of a server's requests are of as many shapes as it has clients.
 */
export type StandardHeaders = {
  host: HeaderValue;
  "x-forwarded-for": HeaderValue;
  "x-forwarded-proto": HeaderValue;
  "x-forwarded-host": HeaderValue;
  "x-forwarded-port": HeaderValue;
  "x-forwarded-prefix": HeaderValue;
  forwarded: HeaderValue;
};

/** One of their names. */
export type StandardName = keyof StandardHeaders;

function createStandardHeaders(): StandardHeaders {
  return {
    host: undefined,
    "x-forwarded-for": undefined,
    "x-forwarded-proto": undefined,
    "x-forwarded-host": undefined,
    "x-forwarded-port": undefined,
    "x-forwarded-prefix": undefined,
    forwarded: undefined,
  };
}

export const STANDARD_NAMES: readonly StandardName[] = Object.keys(createStandardHeaders()) as StandardName[];

/** The place of each in {@link STANDARD_NAMES}; a number past its end for every other header that claims something. */
const PLACES: NameTable<number> = new NameTable(
  new Map([...STANDARD_NAMES, ...VENDOR_HEADERS, ":authority", ":scheme"].map((name, place) => [name, place])),
  STANDARD_NAMES.length,
);

/**
 * Takes the standard headers out of all that a request has, each of which is looked at once.
 *
 * @returns undefined where another claims something as well: a vendor's, a pseudo-header, an alias of any
 */
export function takeStandardHeaders(headers: PlainHeaders): StandardHeaders | undefined {
  const standard = createStandardHeaders();
  for (const name in headers) {
    const place = PLACES.find(name);
    if (place === undefined) continue;
    const value = headers[name];
    // The places as they stand above: a name written in the code is not looked for.
    if (place === 0) standard.host = value;
    else if (place === 1) standard["x-forwarded-for"] = value;
    else if (place === 2) standard["x-forwarded-proto"] = value;
    else if (place === 3) standard["x-forwarded-host"] = value;
    else if (place === 4) standard["x-forwarded-port"] = value;
    else if (place === 5) standard["x-forwarded-prefix"] = value;
    else if (place === 6) standard.forwarded = value;
    else return undefined;
  }
  return standard;
}

/** What becomes of each standard header. */
export type StandardClaims = Readonly<Record<StandardName, Claim>>;

/** Picks what becomes of each standard header. */
export function compileStandardClaims(claims: Claims): StandardClaims {
  // Whatever the options, each of them claims something.
  return Object.fromEntries(STANDARD_NAMES.map((name) => [name, claims.find(name)!])) as Record<StandardName, Claim>;
}
