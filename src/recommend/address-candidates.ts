import { COUNTS, type Candidate } from "./candidate.js";
import { ADDRESS_HEADERS, listPresent } from "./headers.js";
import type { Visit } from "./visit.js";

/** The peer is the client. */
export const PEER: Candidate = { options: { xFor: 0, xProto: 0 }, headers: [] };

/** Lists the candidates for the address by X-Forwarded-For and the headers with one address, in order of preference. */
export function listAddressCandidates(visits: readonly Visit[]): readonly Candidate[] {
  return [
    PEER,
    ...COUNTS.map((xFor) => ({ options: { xFor, xProto: 0 }, headers: ["x-forwarded-for"] })),
    ...listPresent(ADDRESS_HEADERS, visits).map((name) => ({
      options: { clientAddressHeader: name, xProto: 0 },
      headers: [name],
    })),
  ];
}

/** Lists the candidates of RFC 7239. */
export function listForwardedCandidates(): readonly Candidate[] {
  return COUNTS.map((forwarded) => ({ options: { forwarded }, headers: ["forwarded"] }));
}
