import { joinedHeader } from "./read-header.js";
import type { ReferenceRequest } from "./request.js";
import type { Settings } from "./settings.js";

/** The six standard headers, and two that every kind of proxy adds. */
const STANDARD = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
  "via",
  "cdn-loop",
];

/**
 * Vendor headers that claim an address, a scheme or a host, by name. Ambiguity: a header that contains a port alone. Read
 * as a claim about the host, which is `hostname[:port]`. Ambiguity: names with `_` for `-`. Read as no sign.
 */
export const VENDOR_SIGNS: readonly string[] = `
  x-real-ip x-client-ip client-ip x-cluster-client-ip true-client-ip cf-connecting-ip fastly-client-ip fly-client-ip
  do-connecting-ip x-nf-client-connection-ip x-original-forwarded-for cloudfront-viewer-address x-fah-client-ip
  x-real-client-ip eo-connecting-ip ar-real-ip ns-client-ip z-forwarded-for
  http-x-real-ip http-x-forwarded http-x-cluster-client-ip http-forwarded-for http-forwarded http-via
  x-forwarded-ssl x-forwarded-scheme x-forwarded-protocol front-end-https x-url-scheme
  x-real-proto forwarded-proto z-forwarded-proto z-forwarded-protocol
  x-original-host x-host x-real-host x-forwarded-server disguised-host z-forwarded-host
  forwarded-port z-forwarded-port
`
  .trim()
  .split(/\s+/);

/**
 * Whether the request carries any sign of a proxy (R2), an empty one included. Ambiguity: with `{ name, from }` the
 * value of the single header may not be looked at. Read as R3's table has it: its presence is still a sign.
 */
export function hasSignOfProxy(facts: ReferenceRequest, settings: Settings): boolean {
  const names = [...STANDARD, ...VENDOR_SIGNS, ...Object.values(settings.names), settings.single?.name];
  return names.some((name) => name !== undefined && joinedHeader(facts.headers, name) !== undefined);
}
