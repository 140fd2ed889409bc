import { optionsFromEnv } from "../options/from-env.js";
import { escapeText } from "../text/escape-text.js";

/** Formats a value as JavaScript. */
export function formatLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatLiteral).join(", ")}]`;
  if (typeof value !== "object" || value === null) return escapeText(JSON.stringify(value));
  return wrapBraces(Object.entries(value).map(([name, inner]) => `${name}: ${formatLiteral(inner)}`));
}

/** Writes entries as an object of JavaScript. */
export function wrapBraces(entries: readonly string[]): string {
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Formats options as a line of a shell or of an env file; undefined if PROXY_FIX cannot contain one of them. */
export function formatVariable(options: object): string | undefined {
  const text = Object.entries(options)
    .flatMap(([name, value]) => listPairs(name, value))
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  return isReadable(text, options) ? `PROXY_FIX="${escapeText(text)}"` : undefined;
}

function listPairs(name: string, value: unknown): readonly (readonly [name: string, value: string])[] {
  if (Array.isArray(value)) return [[name, value.join(" ")]];
  if (typeof value !== "object" || value === null) return [[name, String(value)]];
  return Object.entries(value).map(([inner, part]) => [`${name}.${inner}`, String(part)] as const);
}

/** Returns whether the text gives the same options: an option may contain a character that separates others. */
function isReadable(text: string, options: object): boolean {
  if (/["'$`\\!]/.test(text)) return false;
  try {
    return flatten(optionsFromEnv({ PROXY_FIX: text })) === flatten(options);
  } catch {
    return false;
  }
}

/** A list and the text of its only entry are the same option. */
function flatten(options: object): string {
  const entries = Object.entries(options as Readonly<Record<string, unknown>>);
  const names = entries.map(([name]) => name).toSorted((left, right) => (left < right ? -1 : 1));
  const values = new Map(entries);
  return JSON.stringify(names.map((name) => [name, [values.get(name)].flat()]));
}
