import { readHeader } from "../options/read-header.js";
import { isPlain, type Visit } from "./visit.js";

/** Headers with one address, those of platforms first: `clientAddressHeader` is tried with them. */
export const ADDRESS_HEADERS: readonly string[] = [
  "cf-connecting-ip",
  "true-client-ip",
  "fly-client-ip",
  "fastly-client-ip",
  "do-connecting-ip",
  "x-vercel-forwarded-for",
  "x-nf-client-connection-ip",
  "x-azure-clientip",
  "x-appengine-user-ip",
  "x-envoy-external-address",
  "cloudfront-viewer-address",
  "x-real-ip",
  "x-client-ip",
  "client-ip",
];

/** Other headers with the scheme: `headerNames.proto` is tried with them. */
export const PROTO_HEADERS: readonly string[] = [
  "x-forwarded-scheme",
  "x-forwarded-protocol",
  "x-scheme",
  "x-url-scheme",
  "cloudfront-forwarded-proto",
  "x-forwarded-ssl",
  "front-end-https",
];

/** Other headers with the host: `headerNames.host` is tried with them. */
export const HOST_HEADERS: readonly string[] = ["x-original-host", "x-envoy-original-host", "x-host"];

/** Other headers with the prefix: `headerNames.prefix` is tried with them. */
export const PREFIX_HEADERS: readonly string[] = ["x-script-name"];

/** Lists the headers that are present in every plain visit: a header that only a forger sends is no candidate. */
export function listPresent(names: readonly string[], visits: readonly Visit[]): readonly string[] {
  const plain = visits.filter(isPlain);
  return names.filter((name) => plain.every(({ facts }) => readHeader(facts.headers, name) !== undefined));
}

/** Returns whether a plain visit contains one of the headers. */
export function hasAny(names: readonly string[], visits: readonly Visit[]): boolean {
  return visits.some(
    (visit) => isPlain(visit) && names.some((name) => readHeader(visit.facts.headers, name) !== undefined),
  );
}
