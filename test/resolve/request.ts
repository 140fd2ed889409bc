import { ProxyFixRefusal, resolve, type ProxyFixOptions, type RequestFacts, type Resolution } from "../../src/index.js";

/** The headers of a request; other than the platform's class of that name, a plain record. */
export type HeaderRecord = Record<string, string | string[] | undefined>;

/** The peer of every request here, unless a test says another. */
export const PEER = "10.0.0.1";
/** Nothing is believed. */
export const NONE = { xFor: 0, xProto: 0 } as const;
/** X-Forwarded-For alone is believed. */
export const FOR = { xFor: 1, xProto: 0 } as const;

/** Resolves a request with these headers. */
export function of(headers: HeaderRecord, options: ProxyFixOptions = {}, more: Partial<RequestFacts> = {}): Resolution {
  return resolve({ headers, peerAddress: PEER, ...more }, options);
}

/** The issues of a request, as text: the header, or a dash, and the reason. */
export function reasons(
  headers: HeaderRecord,
  options: ProxyFixOptions = {},
  more: Partial<RequestFacts> = {},
): string[] {
  return of(headers, options, more).issues.map(({ header, reason }) => `${header ?? "-"} ${reason}`);
}

/** The refusal of a request; throws where it is not refused. */
export function refusalOf(
  headers: HeaderRecord,
  options: ProxyFixOptions,
  more: Partial<RequestFacts> = {},
): ProxyFixRefusal {
  try {
    of(headers, options, more);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return error;
    throw error;
  }
  throw new Error("the request was not refused");
}
