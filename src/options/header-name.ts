import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isToken } from "../grammar/characters.js";

/** Headers with another meaning, which clients and servers write: naming one of them is a mistake. */
const RESERVED_NAMES: readonly string[] = `
  accept accept-charset accept-encoding accept-language accept-ranges access-control-request-headers
  access-control-request-method age allow authorization cache-control cdn-loop connection content-encoding
  content-language content-length content-location content-range content-type cookie date dnt etag expect expires
  forwarded from host http2-settings if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive
  last-modified link location max-forwards origin pragma priority proxy proxy-authenticate proxy-authorization
  proxy-connection range referer retry-after server set-cookie te trailer transfer-encoding upgrade
  upgrade-insecure-requests user-agent vary via warning www-authenticate
`
  .trim()
  .split(/\s+/);

/**
 * Reads the name of a header.
 *
 * @returns the name in lower case
 * @throws {ProxyFixOptionsError} if it is no token (RFC 9110 section 5.6.2) or a header with another meaning
 */
export function readHeaderName(value: unknown, option: string): string {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  if (!isToken(name)) {
    throw new ProxyFixOptionsError(
      option,
      `got ${describeValue(value)}; expected a header's name such as "x-real-ip", without colon or value`,
    );
  }
  if (RESERVED_NAMES.includes(toDashed(name))) {
    throw new ProxyFixOptionsError(
      option,
      `got "${name}", which means something else; expected a header that only your proxy writes, such as "x-real-ip"`,
    );
  }
  return name;
}

/**
 * Returns the name with `-` for every character that is neither a letter nor a digit: gateways and CGI-like programs turn
 * all of them into one.
 */
export function toDashed(name: string): string {
  return name.split(/[^a-z0-9]/).join("-");
}

/** Headers that show the scheme by a text that is no scheme, each with a rewrite that makes one of it. */
const NO_SCHEMES: Readonly<Record<string, string>> = {
  "cf-visitor":
    "contains JSON; expected a header that contains http or https; Cloudflare writes X-Forwarded-Proto as well: leave the " +
    'name out, or make a header of it by rewriteHeaders(pipe(remove("x-forwarded-proto"), move("cf-visitor", ' +
    '"x-forwarded-proto"), map("x-forwarded-proto", (text) => JSON.parse(text).scheme)))',
  ...describePresence("x-arr-ssl", "contains the server's certificate"),
  ...describePresence("fastly-ssl", "contains 1"),
};

/** Describes a header that is there if the scheme is https. */
function describePresence(name: string, content: string): Readonly<Record<string, string>> {
  const rewrite = `pipe(remove("x-forwarded-proto"), when((headers) => "${name}" in headers, set("x-forwarded-proto", "https")))`;
  return {
    [name]:
      `${content} and is missing for http; expected a header that contains http or https; ` +
      `leave the name out and make a header of it by rewriteHeaders(${rewrite})`,
  };
}

/** Reads the name of the header that contains the scheme, as {@link readHeaderName} does. */
export function readProtoName(value: unknown, option: string): string {
  const name = readHeaderName(value, option);
  const fault = Object.hasOwn(NO_SCHEMES, toDashed(name)) ? NO_SCHEMES[toDashed(name)] : undefined;
  if (fault !== undefined) throw new ProxyFixOptionsError(option, `got "${name}", which ${fault}`);
  return name;
}
