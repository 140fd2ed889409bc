import type { AdapterOptions } from "../../headers/adapter-options.js";
import type { BelievableHeaders } from "./changes.js";

/**
 * Completes the options for a gateway's variables: every count is 0 by default, and a header's name with `_` becomes
 * the one with `-`, since the two are one variable. A wrong option stays as it is: compileOptions refuses it.
 */
export function completeOptions(options: AdapterOptions): AdapterOptions {
  if (typeof options !== "object" || options === null || Array.isArray(options)) return options;
  const { clientAddressHeader: single, headerNames } = options;
  // A header that replaces X-Forwarded-For cannot be combined with xFor.
  const counts = typeof single === "string" ? { xProto: 0 } : { xFor: 0, xProto: 0 };
  const completed: { -readonly [Key in keyof AdapterOptions]: AdapterOptions[Key] } = { ...counts, ...options };
  if (typeof single === "string") completed.clientAddressHeader = hyphenate(single);
  else if (isRecord(single)) completed.clientAddressHeader = { ...single, name: hyphenate(single.name) };
  if (isRecord(headerNames)) {
    const entries = Object.entries(headerNames) as [string, string][];
    completed.headerNames = Object.fromEntries(entries.map(([fact, name]) => [fact, hyphenate(name)]));
  }
  return completed;
}

/** Lists the headers that valid options can believe for the gateway's own variables. */
export function listBelievableHeaders(options: AdapterOptions): BelievableHeaders {
  const { forwarded = 0, headerNames = {}, xProto, xHost, xPort, xPrefix } = options;
  const both = nameCounted(forwarded, "forwarded");
  return {
    proto: both ?? nameCounted(xProto, headerNames.proto ?? "x-forwarded-proto"),
    host: both ?? nameCounted(xHost, headerNames.host ?? "x-forwarded-host"),
    port: nameCounted(xPort, headerNames.port ?? "x-forwarded-port"),
    prefix: nameCounted(xPrefix, headerNames.prefix ?? "x-forwarded-prefix"),
  };
}

function nameCounted(count: number | undefined, name: string): string | undefined {
  return count === undefined || count === 0 ? undefined : name.toLowerCase();
}

function isRecord<Value>(value: Value | undefined): value is Value & object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a value that is no text as it is. */
function hyphenate(name: string): string {
  return typeof name === "string" ? name.replaceAll("_", "-") : name;
}
