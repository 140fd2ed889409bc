/** Inputs of the fuzzer as JSON: also the values that JSON does not have, and functions, which have names. */
import { STRICT_FUNCTIONS, TRUST_FUNCTIONS } from "../reference/random-options.js";

const FUNCTIONS: Readonly<Record<string, unknown>> = { ...TRUST_FUNCTIONS, ...STRICT_FUNCTIONS };

/** Stands for a value that JSON does not have. */
interface Tag {
  readonly $: string;
  readonly text: string;
}

/** Encodes a value for JSON. */
export function encode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, encode(each)]));
  }
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $: "number", text: Object.is(value, -0) ? "-0" : String(value) } satisfies Tag;
  }
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  return { $: typeof value, text: nameOf(value) } satisfies Tag;
}

function nameOf(value: unknown): string {
  if (typeof value === "function") return value.name;
  return typeof value === "symbol" ? (value.description ?? "") : String(value);
}

/** Decodes a value that {@link encode} returned. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  if ("$" in value) return decodeTag(value as Tag);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decode(each)]));
}

/** @throws {Error} if the tag names a type or a function that is unknown */
function decodeTag({ $: type, text }: Tag): unknown {
  if (type === "undefined") return undefined;
  if (type === "number") return Number(text);
  if (type === "bigint") return BigInt(text);
  if (type === "symbol") return Symbol(text);
  if (type === "function" && Object.hasOwn(FUNCTIONS, text)) return FUNCTIONS[text];
  throw new Error(`no value is ${type} ${text}`);
}
