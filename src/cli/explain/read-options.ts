import { ProxyFixOptionsError } from "../../errors.js";
import { optionsFromEnv } from "../../options/from-env.js";
import type { ProxyFixOptions } from "../../options/options.js";
import { createResolver } from "../../resolve/resolver.js";
import { toOptionName, type Arguments } from "../parse-arguments.js";
import { escapeText } from "../../text/escape-text.js";
import { UsageError } from "../usage-error.js";
import { OPTION_FLAGS } from "./flags.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** The flags whose values are separated by spaces or commas. */
const LISTS = ["trusted-peers", "trusted-proxies", "allowed-hosts"];
const COUNTS = ["x-for", "x-proto", "x-host", "x-port", "x-prefix", "forwarded"];

/** The options that a resolver has, by the names of their flags; PROXY_FIX may contain those of adapters too. */
const RESOLVER_OPTIONS = Object.keys(OPTION_FLAGS).map(toOptionName);

/**
 * Reads the options from their flags, from the text of `--options`, or from PROXY_FIX with `--env`.
 *
 * @throws {UsageError} if they are wrong, or come from two places
 */
export function readOptions({ flags }: Arguments, env: Environment): ProxyFixOptions {
  const single = Object.keys(OPTION_FLAGS).filter((name) => flags.has(name));
  const sources = [...single.slice(0, 1), ...["options", "env"].filter((name) => flags.has(name))];
  if (sources.length > 1) {
    throw new UsageError(`--${sources[1]} replaces the flags of single options; leave --${sources[0]} out, or --${sources[1]}`); // prettier-ignore
  }
  const text = flags.get("options")?.[0];
  if (text !== undefined) return parseOptions(text, "--options");
  if (flags.has("env")) return readEnvironment(env);
  return readOptionFlags(flags);
}

/**
 * Parses options as PROXY_FIX contains them; those of adapters are left out.
 *
 * @param source - the name that replaces PROXY_FIX in errors
 * @throws {UsageError} if they are wrong
 */
export function parseOptions(text: string, source: string): ProxyFixOptions {
  try {
    const options = Object.entries(optionsFromEnv({ PROXY_FIX: text }));
    return Object.fromEntries(options.filter(([name]) => RESOLVER_OPTIONS.includes(name)));
  } catch (error) {
    throw new UsageError(escapeText(messageOf(error).replace(/^PROXY_FIX: /, `${source}: `)));
  }
}

function readEnvironment(env: Environment): ProxyFixOptions {
  const text = env["PROXY_FIX"]?.trim() ?? "";
  if (text !== "") return parseOptions(text, "PROXY_FIX");
  throw new UsageError("--env: PROXY_FIX is unset or empty; set it, or write --options 'xFor=1,trustedPeers=loopback'");
}

/** Reads the flags of single options, and checks the options as a resolver does. */
function readOptionFlags(flags: Arguments["flags"]): ProxyFixOptions {
  if (flags.has("client-address-header") && flags.has("trusted-proxies")) {
    throw new UsageError(
      "--client-address-header beside --trusted-proxies needs the proxies that write it; write --options " +
        "'clientAddressHeader.name=x-real-ip,clientAddressHeader.from=10.0.0.7,trustedProxies=10.0.0.0/8'",
    );
  }
  const given = Object.keys(OPTION_FLAGS).filter((name) => flags.has(name));
  const options = Object.fromEntries(given.map((name) => [toOptionName(name), readValue(name, flags.get(name) ?? [])]));
  try {
    createResolver(options);
  } catch (error) {
    throw new UsageError(escapeText(writeFlags(messageOf(error))));
  }
  return options;
}

function readValue(name: string, values: readonly string[]): unknown {
  const [text = ""] = values;
  if (name === "strict") return true;
  if (name === "header-names") return Object.fromEntries(values.map(readHeaderName));
  if (LISTS.includes(name)) return text.split(/[\s,]+/).filter((entry) => entry !== "");
  return COUNTS.includes(name) && /^(?:\d{1,15}|Infinity)$/.test(text) ? Number(text) : text;
}

function readHeaderName(text: string): readonly [fact: string, header: string] {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new UsageError("--header-names needs a fact and a header; write --header-names proto=x-scheme");
}

function messageOf(error: unknown): string {
  if (error instanceof ProxyFixOptionsError) return error.message;
  throw error;
}

/** Writes the flag for the name of an option in an error: `--x-for 2` for `xFor: 2`, `--header-names for` for a part. */
function writeFlags(message: string): string {
  let written = message;
  for (const name of Object.keys(OPTION_FLAGS)) {
    const option = toOptionName(name);
    const pattern = new RegExp(`\`?(?<![\\w"./-])${option}(?![\\w-])(?:\\.(\\w+))?(?:\`|: (?=\\d))?`, "g");
    written = written.replaceAll(pattern, (found: string, part: string | undefined) => {
      const flag = part === undefined ? `--${name}` : `--${name} ${part}`;
      return found.endsWith(" ") ? `${flag} ` : flag;
    });
  }
  return written;
}
