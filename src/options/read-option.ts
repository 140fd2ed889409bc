import { describeValue, ProxyFixOptionsError } from "../errors.js";
import type { CompiledTrust } from "../trust/trust.js";
import { findLikelyName } from "./did-you-mean.js";
import { findEquivalent } from "./foreign-options.js";
import { describeObject, identifyObject, REGISTER } from "./identify-object.js";

/** The options, as a call without any other mistake would have them. */
const EXAMPLE = '{ trustedPeers: "loopback", xFor: 1, xProto: 1 }';

/**
 * Reads the own properties of a record of options: a property that somebody put on Object.prototype is no option.
 *
 * @param usage - the right call, for the message if another object was passed, such as `"app.use(proxyFix({ … }))"`
 * @returns a record without a prototype
 * @throws {ProxyFixOptionsError} if it is no plain object: a request, an application, an instance of a class
 */
export function readRecord<Options extends object>(options: Options, usage: string): Options {
  const kind = identifyObject(options);
  if (kind !== undefined) {
    const call = kind.endsWith(" of Fastify") ? REGISTER : usage;
    throw new ProxyFixOptionsError("options", `got ${kind}; expected an object such as ${EXAMPLE}; write ${call}`);
  }
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return copyOwn(options);
  const received = describeValue(options);
  const example = typeof options === "string" ? `{ trustedPeers: ${received} }` : EXAMPLE;
  throw new ProxyFixOptionsError("options", `got ${received}; expected an object such as ${example}`);
}

/** Copies the own properties of an object. */
function copyOwn<Options extends object>(options: Options): Options {
  return Object.assign(Object.create(null) as Options, options);
}

/**
 * Reads an option that is a record itself.
 *
 * @param name - the option's name
 * @param example - of a right one
 * @throws {ProxyFixOptionsError} if it is no plain object, or a key is unknown or has no value
 */
export function readNested<Option extends object>(
  option: Option,
  name: string,
  known: readonly string[],
  example: string,
): Option {
  if (typeof option !== "object" || option === null || Array.isArray(option) || identifyObject(option) !== undefined) {
    throw new ProxyFixOptionsError(name, `got ${describeObject(option)}; expected an object such as ${example}`);
  }
  const own = copyOwn(option);
  checkKeys(own, known, `${name}.`);
  return own;
}

/**
 * Checks that a record of options has only known keys, each with a value.
 *
 * @param prefix - put before a key in messages, such as `"headerNames."`
 * @throws {ProxyFixOptionsError} if a key is unknown or has no value; the error of a misspelt key names the likely one,
 *   that of another library's option its equivalent
 */
export function checkKeys(options: object, known: readonly string[], prefix: string): void {
  for (const [key, value] of Object.entries(options)) {
    const name = `${prefix}${key}`;
    if (!known.includes(key)) throw new ProxyFixOptionsError(name, describeUnknown(key, value, known, prefix));
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) {
      throw new ProxyFixOptionsError(
        name,
        `got ${describeValue(value)}; expected a value; leave the option out for its default`,
      );
    }
  }
}

function describeUnknown(key: string, value: unknown, known: readonly string[], prefix: string): string {
  const equivalent = prefix === "" ? findEquivalent(key, value) : undefined;
  if (equivalent !== undefined) return `is not an option here; ${equivalent}`;
  const likely = findLikelyName(key, known);
  const hint = likely === undefined ? `Expected one of ${known.join(", ")}` : `Did you mean \`${prefix}${likely}\`?`;
  return `is not an option. ${hint}`;
}

/** No chain of proxies is as long; it bounds the work that a long list can cause. */
export const MOST_PROXIES = 64;

/**
 * Reads a count of proxies.
 *
 * @returns the count, or undefined if the option is unset
 * @throws {ProxyFixOptionsError} if it is no integer from 0 to 64
 */
export function readCount(value: unknown, name: string): number | undefined {
  if (value === undefined) return value;
  const isCount = typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
  if (isCount && value <= MOST_PROXIES) return value;
  const hint = isCount
    ? `expected a count of proxies, not a port, and at most ${MOST_PROXIES}; ${name}: 1 is one proxy`
    : `expected an integer from 0; ${adviseCount(value, name)}`;
  throw new ProxyFixOptionsError(name, `got ${describeValue(value)}; ${hint}`);
}

function adviseCount(value: unknown, name: string): string {
  if (typeof value === "string" && /^[0-9]{1,2}$/.test(value)) {
    return `write ${name}: ${Number(value)}, without quotes; Number(…) makes a number of a variable`;
  }
  if (value === true) return `write ${name}: 1 for one proxy`;
  if (value === false) return `write ${name}: 0 to believe none`;
  return "count the proxies in front of the app that add a value to this header";
}

/**
 * Reads the count of a header whose walk a list of trusted proxies may end: it can be Infinity then.
 *
 * @param end - the trust option that ends the walk, undefined if there is none
 * @throws {ProxyFixOptionsError} if it is neither an integer from 0 to 64 nor an Infinity that a list ends
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
