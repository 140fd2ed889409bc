import { ProxyFixRefusal, resolve, type ProxyFixOptions, type RequestFacts, type Resolution } from "../../src/index.js";

/** The headers of a request as a record: not the platform's class of a similar name. */
export type HeaderFields = Record<string, string | string[] | undefined>;

/** The peer of every request of these tests, unless a test passes another one. */
export const PEER = "10.0.0.1";
/** Believes no header. */
export const NONE = { xFor: 0, xProto: 0 } as const;
/** Believes X-Forwarded-For alone. */
export const FOR = { xFor: 1, xProto: 0 } as const;

/** Resolves a request with these headers. */
export function resolveHeaders(
  headers: HeaderFields,
  options: ProxyFixOptions = {},
  more: Partial<RequestFacts> = {},
): Resolution {
  return resolve({ headers, peerAddress: PEER, ...more }, options);
}

/** Lists the issues of a request as text: the header, or a dash, and the reason. */
export function listIssues(
  headers: HeaderFields,
  options: ProxyFixOptions = {},
  more: Partial<RequestFacts> = {},
): string[] {
  return resolveHeaders(headers, options, more).issues.map(({ header, reason }) => `${header ?? "-"} ${reason}`);
}

/** Returns the refusal of a request; throws if the request is not refused. */
export function readRefusal(
  headers: HeaderFields,
  options: ProxyFixOptions,
  more: Partial<RequestFacts> = {},
): ProxyFixRefusal {
  try {
    resolveHeaders(headers, options, more);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return error;
    throw error;
  }
  throw new Error("the request was not refused");
}
