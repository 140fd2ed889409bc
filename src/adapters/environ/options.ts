import type { AdapterOptions } from "../../headers/adapter-options.js";
import { identifyObject } from "../../options/identify-object.js";

type Writable<Options> = { -readonly [Key in keyof Options]: Options[Key] };

/**
 * Completes the options for a gateway's variables: every count is 0 by default, and a header's name with `_` becomes
 * the one with `-`, since the two are one variable. A wrong option stays as it is: compileOptions refuses it.
 *
 * @param options - a record without a prototype
 * @returns a record without a prototype
 */
export function completeOptions(options: AdapterOptions): AdapterOptions {
  const completed = completeCounts(options);
  const { shadow } = options;
  if (isRecord(shadow) && identifyObject(shadow) === undefined) completed.shadow = completeCounts(shadow);
  return completed;
}

function completeCounts<Options extends AdapterOptions>(options: Options): Writable<Options> {
  const { clientAddressHeader: single, headerNames } = options;
  // A header that replaces X-Forwarded-For cannot be combined with xFor.
  const counts = typeof single === "string" ? { xProto: 0 } : { xFor: 0, xProto: 0 };
  const completed = Object.assign(Object.create(null) as object, counts, options) as Writable<Options>;
  if (typeof single === "string") completed.clientAddressHeader = hyphenate(single);
  else if (isRecord(single)) completed.clientAddressHeader = { ...single, name: hyphenate(single.name) };
  if (isRecord(headerNames)) {
    const entries = Object.entries(headerNames) as [string, string][];
    completed.headerNames = Object.fromEntries(entries.map(([fact, name]) => [fact, hyphenate(name)]));
  }
  return completed;
}

/** Returns the name of the header that valid options believe for the host; undefined if they believe none. */
export function nameHostHeader({ forwarded = 0, headerNames, xHost = 0 }: AdapterOptions): string | undefined {
  if (forwarded > 0) return "forwarded";
  return xHost > 0 ? (headerNames?.host ?? "x-forwarded-host").toLowerCase() : undefined;
}

function isRecord<Value>(value: Value | undefined): value is Value & object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a value that is no text as it is. */
function hyphenate(name: string): string {
  return typeof name === "string" ? name.replaceAll("_", "-") : name;
}
