import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isToken } from "../grammar/characters.js";
import type { CompiledTrust } from "../trust/trust.js";
import { findLikelyName } from "./did-you-mean.js";

/**
 * Checks that an object of options has only known keys, each with a value.
 *
 * @param prefix - put before a key in messages, such as `"headerNames."`
 * @throws {ProxyFixOptionsError} if it is no object, or a key is unknown or has no value; the error of a misspelt key
 *   names the likely one
 */
export function checkKeys(options: unknown, known: readonly string[], prefix: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const name = prefix === "" ? "options" : prefix.slice(0, -1);
    const example =
      prefix === "headerNames." ? '{ for: "x-client-chain" }' : '{ trustedPeers: "loopback", xFor: 1, xProto: 1 }';
    throw new ProxyFixOptionsError(name, `got ${describeValue(options)}; expected an object such as ${example}`);
  }
  for (const [key, value] of Object.entries(options)) {
    const name = `${prefix}${key}`;
    if (!known.includes(key)) {
      const likely = findLikelyName(key, known);
      const hint =
        likely === undefined ? `Expected one of ${known.join(", ")}` : `Did you mean \`${prefix}${likely}\`?`;
      throw new ProxyFixOptionsError(name, `is not an option. ${hint}`);
    }
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) {
      throw new ProxyFixOptionsError(
        name,
        `got ${describeValue(value)}; expected a value; leave the option out for its default`,
      );
    }
  }
}

/**
 * Reads a count of proxies.
 *
 * @returns the count, or undefined if the option is unset
 * @throws {ProxyFixOptionsError} if it is no integer from 0
 */
export function readCount(value: unknown, name: string): number | undefined {
  if (value === undefined) return value;
  if (typeof value === "number" && value >= 0 && Number.isSafeInteger(value)) return value;
  throw new ProxyFixOptionsError(
    name,
    `got ${describeValue(value)}; expected an integer from 0; ` +
      "count the proxies in front of the app that add a value to this header",
  );
}

/**
 * Reads the count of a header whose walk a list of trusted proxies may end: it can be Infinity then.
 *
 * @param end - the trust option that ends the walk, undefined if there is none
 * @throws {ProxyFixOptionsError} if it is neither an integer from 0 nor an Infinity that a list ends
 */
export function readWalkCount(value: unknown, name: string, end: CompiledTrust | undefined): number | undefined {
  if (value !== Infinity) return readCount(value, name);
  if (end?.isList === true) return value;
  throw new ProxyFixOptionsError(
    name,
    "got Infinity without a trustedProxies list; expected an integer from 0; " +
      "only a list of trusted proxies ends the walk, else the client's own values are believed",
  );
}

/** Headers with another meaning; naming one of them is a mistake. */
const RESERVED_NAMES =
  "host forwarded connection cookie authorization user-agent origin referer via te content-length transfer-encoding";

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
  if (RESERVED_NAMES.split(" ").includes(name)) {
    throw new ProxyFixOptionsError(
      option,
      `got "${name}", which means something else; expected a header that only your proxy writes, such as "x-real-ip"`,
    );
  }
  return name;
}
