import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { compileOptions, COUNT_NAMES } from "./compile-options.js";
import type { ProxyFixOptions } from "./options.js";

const OPTION = "PROXY_FIX";

const LISTS = ["trustedPeers", "trustedProxies", "allowedHosts"];

/**
 * Reads options from the environment variable PROXY_FIX, so that the same build runs behind different proxies.
 *
 * Pairs are separated by commas, the entries of a list by spaces: `xFor=2,xProto=1,trustedPeers=loopback 10.0.0.0/8`.
 * Counts, `trustedPeers`, `trustedProxies`, `allowedHosts`, `clientAddressHeader` (a name) and `strict` (`true` or
 * `false`) can be written; an option that is left out has its default.
 *
 * Security: if PROXY_FIX is unset or empty, nothing is in front and no header is believed.
 *
 * @param env - the variables; by default those of the process, or none if the runtime has no process
 * @returns the options, checked
 * @throws {ProxyFixOptionsError} if the text cannot be read or the options are wrong
 * @example
 * optionsFromEnv({ PROXY_FIX: "xFor=2,xProto=1" }); // { xFor: 2, xProto: 1 }
 */
export function optionsFromEnv(env: Readonly<Record<string, string | undefined>> = processEnv()): ProxyFixOptions {
  const text = env[OPTION]?.trim() ?? "";
  // No proxy is in front: no header is believed.
  if (text === "") return { xFor: 0, xProto: 0 };
  const found = new Map<string, unknown>();
  for (const pair of text.split(",")) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name === "" || found.has(name)) {
      throw new ProxyFixOptionsError(
        OPTION,
        `got ${describeValue(pair)}${name === "" ? "" : " twice over"}; expected name=value once for each option, ` +
          'separated by commas, such as "xFor=1,xProto=1,trustedPeers=loopback 10.0.0.0/8"',
      );
    }
    found.set(name, readValue(name, pair.slice(equals + 1).trim()));
  }
  const options: ProxyFixOptions = Object.fromEntries(found);
  compileOptions(options);
  return options;
}

function readValue(name: string, text: string): unknown {
  if (COUNT_NAMES.includes(name)) return readNumber(text);
  if (LISTS.includes(name)) return text.split(/\s+/).filter((entry) => entry !== "");
  if (name === "strict" && (text === "true" || text === "false")) return text === "true";
  if (name === "headerNames") {
    throw new ProxyFixOptionsError(OPTION, "got headerNames; expected it in code: one line has no room for it");
  }
  return text;
}

/** Parses digits or Infinity; any other text is returned as it is, for the message of the option. */
function readNumber(text: string): unknown {
  return /^(?:[0-9]{1,15}|Infinity)$/.test(text) ? Number(text) : text;
}

/** Returns the variables of the process, if there is one: the core runs in browsers and workers too. */
function processEnv(): Readonly<Record<string, string | undefined>> {
  const runtime = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  return runtime.process?.env ?? {};
}
