import { describeValue, ProxyFixOptionsError } from "./errors.js";
import { isTokenCharacter } from "./values/forwarded.js";

/**
 * Checks that an object of options has known keys only, each with a value.
 *
 * @param prefix - put before a key in messages, such as `"headerNames."`
 * @throws {ProxyFixOptionsError} naming the likely key where one is misspelt
 */
export function checkKeys(options: unknown, known: readonly string[], prefix: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const name = prefix === "" ? "options" : prefix.slice(0, -1);
    throw new ProxyFixOptionsError(name, `got ${describeValue(options)}; expected an object such as ${EXAMPLE}`);
  }
  for (const [key, value] of Object.entries(options)) {
    const name = `${prefix}${key}`;
    if (!known.includes(key)) {
      const likely = findLikelyName(key, known);
      const hint =
        likely === undefined ? `expected one of ${known.join(", ")}` : `did you mean \`${prefix}${likely}\`?`;
      throw new ProxyFixOptionsError(name, `got an option of that name; there is none; ${hint}`);
    }
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) {
      throw new ProxyFixOptionsError(
        name,
        `got ${describeValue(value)}; expected a value; leave the option out for its default`,
      );
    }
  }
}

const EXAMPLE = "{ xFor: 1, xProto: 1, xHost: 1 }";

/**
 * Reads a count of proxies.
 *
 * @param isBounded - whether something else bounds the walk, so that Infinity may be written
 * @throws {ProxyFixOptionsError} if it is no integer from 0
 */
export function readCount(value: unknown, standard: number, name: string, isBounded: boolean): number {
  if (value === undefined) return standard;
  if (typeof value === "number" && value >= 0 && Number.isSafeInteger(value)) return value;
  if (value === Infinity && isBounded) return value;
  const came = describeValue(value);
  if (value === Infinity && (name === "xFor" || name === "forwarded")) {
    throw new ProxyFixOptionsError(
      name,
      "got Infinity without a trustedProxies list; expected an integer from 0; " +
        "a list of trusted proxies has to say where to stop, else the client's own words are believed",
    );
  }
  throw new ProxyFixOptionsError(
    name,
    `got ${came}; expected an integer from 0; count the proxies in front of the app that add a value to this header`,
  );
}

/** Headers that mean something else; naming one of them is a mistake. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "host",
  "forwarded",
  "connection",
  "cookie",
  "authorization",
  "user-agent",
  "origin",
  "referer",
  "via",
  "te",
  "content-length",
  "transfer-encoding",
]);

/**
 * Reads a header's name.
 *
 * @returns the name in lower case
 * @throws {ProxyFixOptionsError} if it is no token (RFC 9110 section 5.6.2) or a header that means something else
 */
export function readHeaderName(value: unknown, option: string): string {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  let at = 0;
  while (at < name.length && isTokenCharacter(name.charCodeAt(at))) at += 1;
  if (name === "" || at < name.length) {
    throw new ProxyFixOptionsError(
      option,
      `got ${describeValue(value)}; expected a header's name such as "x-real-ip", without colon or value`,
    );
  }
  if (RESERVED_NAMES.has(name)) {
    throw new ProxyFixOptionsError(
      option,
      `got "${name}", which means something else; expected a header that only your proxy writes, such as "x-real-ip"`,
    );
  }
  return name;
}

/** Common words for our options, from other libraries and from habit. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  trustproxy: "trustedProxies",
  trustedproxy: "trustedProxies",
  proxy: "trustedPeers",
  proxies: "trustedProxies",
  hops: "xFor",
  xforwardedfor: "xFor",
  xforwardedproto: "xProto",
  xforwardedhost: "xHost",
  xforwardedport: "xPort",
  xforwardedprefix: "xPrefix",
  xscheme: "xProto",
  hosts: "allowedHosts",
  proxyipheader: "clientAddressHeader",
  realip: "clientAddressHeader",
};

/** Finds the name that was meant: the same but for case, `_` and `-`, a known other word, or at most two slips away. */
function findLikelyName(key: string, known: readonly string[]): string | undefined {
  const plain = key.replaceAll(/[_-]/g, "").toLowerCase();
  const other = Object.hasOwn(OTHER_WORDS, plain) ? OTHER_WORDS[plain] : undefined;
  if (other !== undefined && known.includes(other)) return other;
  const distances = known.map((name) => measureDistance(plain, name.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.min(2, plain.length - 1) ? known[distances.indexOf(least)] : undefined;
}

/** Counts the letters to add, drop or change between two short words (Levenshtein's distance). */
function measureDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
