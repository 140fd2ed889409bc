import { addSource, describeValue, ProxyFixOptionsError } from "../errors.js";
import { ADAPTER_NAMES, readForwardedHeaders, readKeepHeaders } from "./adapter-option.js";
import { compileOptions, COUNT_NAMES } from "./compile-options.js";
import type { ProxyFixOptions } from "./options.js";
import { compileShadow } from "./shadow-option.js";

const SOURCE = "PROXY_FIX";

/** Options with several entries; a space separates them, since a comma separates the options. */
const LISTS = ["trustedPeers", "trustedProxies", "allowedHosts", "keepHeaders", "clientAddressHeader.from"];
const SWITCHES = ["strict", "socket", "warnings"];
/** Options that are records: each of their values is an option of its own, such as `headerNames.host`. */
const RECORDS = ["headerNames", "clientAddressHeader"];
/** The beginning of the options in `shadow`: `shadow.xFor`, `shadow.headerNames.host`. */
const SHADOW = "shadow.";

/**
 * Reads options from the environment variable PROXY_FIX, so that the same build runs behind different proxies.
 *
 * Pairs are separated by commas, the entries of a list by spaces: `xFor=2,xProto=1,trustedPeers=loopback 10.0.0.0/8`.
 * Every option can be written that is not a function, those of adapters included: `socket=true`,
 * `keepHeaders=cf-ipcountry`, `headerNames.host=x-original-host`, `shadow.xFor=2`. An option that is left out has its
 * default.
 *
 * Security: if PROXY_FIX is unset or empty, nothing is in front and no header is believed.
 *
 * @param env - the variables; by default those of the process, or none if the runtime has no process
 * @returns the options, checked
 * @throws {ProxyFixOptionsError} if the text cannot be read or the options are wrong; its message begins with
 *   `PROXY_FIX: `. If `env` is no record of variables, its option is `env`
 * @example
 * optionsFromEnv({ PROXY_FIX: "xFor=2,xProto=1" }); // { xFor: 2, xProto: 1 }
 */
export function optionsFromEnv(env: Readonly<Record<string, string | undefined>> = processEnv()): ProxyFixOptions {
  checkVariables(env);
  const text = env[SOURCE]?.trim() ?? "";
  // No proxy is in front: no header is believed.
  if (text === "") return { xFor: 0, xProto: 0 };
  try {
    const options = nestShadow(readPairs(text));
    checkOptions(options);
    return options;
  } catch (error) {
    // Reading and checking options throws nothing else.
    throw addSource(error as ProxyFixOptionsError, SOURCE);
  }
}

/**
 * Checks that a value is a record of variables: a text or options in its place would mean that nothing is in front.
 *
 * @throws {ProxyFixOptionsError} if it is a text, a list or a record of options
 */
function checkVariables(env: unknown): void {
  const isRecord = typeof env === "object" && env !== null && !Array.isArray(env);
  if (isRecord && ![...COUNT_NAMES, ...LISTS].some((name) => Object.hasOwn(env, name))) return;
  const received = isRecord ? "options" : describeValue(env);
  const variable = typeof env === "string" && env !== "" ? `, or optionsFromEnv({ PROXY_FIX: ${received} })` : "";
  throw new ProxyFixOptionsError("env", `got ${received}; expected process.env; write optionsFromEnv()${variable}`);
}

/** Reads the pairs of a text, each name once. */
function readPairs(text: string): ReadonlyMap<string, unknown> {
  refuseQuotes(text, SOURCE);
  const found = new Map<string, unknown>();
  for (const pair of text.split(",")) {
    refuseOtherSeparators(pair);
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name === "" || found.has(name)) {
      const twice = name === "" ? "" : " twice over";
      throw new ProxyFixOptionsError(SOURCE, `got ${describeValue(pair)}${twice}; ${adviseForm(pair, found)}`);
    }
    found.set(name, readValue(name, pair.slice(equals + 1).trim()));
  }
  return found;
}

/** No option's value contains `=`: a second one in a pair is that of the next pair. */
function refuseOtherSeparators(pair: string): void {
  const separated = pair.trim().replaceAll(/\s*[;&]\s*|\s+(?=[\w.]+\s*=)/g, ",");
  if (pair.split("=").length < 3 || separated === pair.trim()) return;
  throw new ProxyFixOptionsError(
    SOURCE,
    `got ${describeValue(pair)}; commas separate the options: ${describeValue(separated)}`,
  );
}

/** Refuses a text in quotes: a shell removes them, an env file or a unit of systemd may not. */
function refuseQuotes(text: string, name: string): void {
  const [, bare] = /^(?:"(.*)"|'(.*)')$/s.exec(text)?.filter((part) => part !== undefined) ?? [];
  if (bare === undefined) return;
  throw new ProxyFixOptionsError(name, `got ${describeValue(text)}; leave the quotes out: ${describeValue(bare)}`);
}

function adviseForm(pair: string, found: ReadonlyMap<string, unknown>): string {
  const list = [...found.keys()].at(-1);
  if (list !== undefined && LISTS.includes(dropShadow(list)) && !pair.includes("=") && pair.trim() !== "") {
    const entries = [...(found.get(list) as readonly string[]), pair.trim()];
    return `a space separates the entries of a list: ${list}=${entries.join(" ")}`;
  }
  return (
    "expected name=value once for each option, " +
    'separated by commas, such as "xFor=1,xProto=1,trustedPeers=loopback 10.0.0.0/8"'
  );
}

function readValue(name: string, text: string): unknown {
  refuseQuotes(text, name);
  const own = dropShadow(name);
  if (COUNT_NAMES.includes(own)) return readNumber(text);
  if (LISTS.includes(own)) return text.split(/\s/).filter((entry) => entry !== "");
  if (SWITCHES.includes(own) && text !== "") return readFlag(text, name);
  const example = EXAMPLES.get(own);
  if (example === undefined) return text;
  throw new ProxyFixOptionsError(name, `got ${describeValue(text)}; expected ${example}`);
}

/** Options that no text can be, each with the expected form. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ["headerNames", "one name each, such as headerNames.host=x-original-host"],
  ["shadow", "one option each, such as shadow.xFor=2"],
]);

/** Returns the name of an option in `shadow` without that; any other name as it is. */
function dropShadow(name: string): string {
  return name.startsWith(SHADOW) ? name.slice(SHADOW.length) : name;
}

/** Reads `true` or `false`: no text can be a function. */
function readFlag(text: string, name: string): boolean {
  if (text !== "true" && text !== "false") {
    throw new ProxyFixOptionsError(name, `got ${describeValue(text)}; expected true or false`);
  }
  return text === "true";
}

/** Parses digits or Infinity; any other text is returned as it is, for the message of the option. */
function readNumber(text: string): unknown {
  return /^(?:[0-9]{1,15}|Infinity)$/.test(text) ? Number(text) : text;
}

/** Makes a record of the options in `shadow`, and records of names such as `headerNames.host`. */
function nestShadow(pairs: ReadonlyMap<string, unknown>): ProxyFixOptions & { readonly shadow?: ProxyFixOptions } {
  const shadow = [...pairs].filter(([name]) => name.startsWith(SHADOW));
  const options = nestRecords(new Map([...pairs].filter(([name]) => !name.startsWith(SHADOW))));
  if (shadow.length === 0) return options;
  return { ...options, shadow: nestRecords(new Map(shadow.map(([name, value]) => [dropShadow(name), value])), SHADOW) };
}

/**
 * Makes records of names such as `headerNames.host`.
 *
 * @param prefix - put before a name in messages
 */
function nestRecords(pairs: ReadonlyMap<string, unknown>, prefix = ""): ProxyFixOptions {
  const options: [string, unknown][] = [];
  for (const [name, value] of pairs)
    if (!RECORDS.some((record) => name.startsWith(`${record}.`))) options.push([name, value]);
  for (const record of RECORDS) {
    const values = [...pairs].filter(([name]) => name.startsWith(`${record}.`));
    if (values.length === 0) continue;
    if (pairs.has(record)) {
      const [first, second] = [record, values[0]![0]].map((name) => `${prefix}${name}`) as [string, string];
      throw new ProxyFixOptionsError(first, `got ${first} and ${second}; expected one of the two`);
    }
    options.push([record, Object.fromEntries(values.map(([name, value]) => [name.slice(record.length + 1), value]))]);
  }
  return Object.fromEntries(options);
}

/** Checks the options of the resolver and those of every adapter; an adapter without `socket` refuses it later. */
function checkOptions(options: ProxyFixOptions): void {
  const { forwardingHeaders } = compileOptions(options, [...ADAPTER_NAMES, "socket"]);
  const { forwardedHeaders, keepHeaders, shadow } = options as Readonly<Record<string, unknown>>;
  readForwardedHeaders(forwardedHeaders);
  readKeepHeaders(keepHeaders, forwardingHeaders);
  compileShadow(shadow);
}

/** Returns the variables of the process, if there is one: the core runs in browsers and workers too. */
function processEnv(): Readonly<Record<string, string | undefined>> {
  const runtime = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  return runtime.process?.env ?? {};
}
