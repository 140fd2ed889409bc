/** The parts of a rewrite (docs/reference/rewrite.md) as data, and a slow program for them, which shares nothing with src. */
import { parseHost } from "./host.js";
import { trimBlanks } from "./read-header.js";

/** A part of a rewrite: its name and its arguments. */
export type RewriteStep =
  | { readonly part: "copy" | "move"; readonly from: string; readonly to: string }
  | { readonly part: "remove" | "map"; readonly name: string }
  | { readonly part: "set" | "setDefault" | "append"; readonly name: string; readonly value: string };

type HeaderValue = string | readonly string[];
type HeaderRecord = Readonly<Record<string, HeaderValue | undefined>>;

/** Applies steps one after another. `map` writes text in upper case. */
export function rewriteByRules(headers: HeaderRecord, steps: readonly RewriteStep[]): HeaderRecord {
  return steps.reduce(applyStep, headers);
}

function applyStep(headers: HeaderRecord, step: RewriteStep): HeaderRecord {
  switch (step.part) {
    case "copy":
      return write(headers, step.to, find(headers, step.from));
    case "move":
      return remove(write(headers, step.to, find(headers, step.from)), step.from);
    case "remove":
      return remove(headers, step.name);
    case "set":
      return write(headers, step.name, step.value);
    case "setDefault":
      return isBlank(find(headers, step.name)) ? write(headers, step.name, step.value) : headers;
    case "append":
      return write(headers, step.name, append(find(headers, step.name), step.value));
    case "map":
      return change(headers, step.name);
  }
}

function append(before: HeaderValue | undefined, value: string): HeaderValue {
  if (before === undefined) return value;
  return typeof before === "string" ? `${before}, ${value}` : [...before, value];
}

/** A value that must not be written removes the header: it is the text that should have been replaced. */
function change(headers: HeaderRecord, name: string): HeaderRecord {
  const before = find(headers, name);
  if (before === undefined) return headers;
  const after = typeof before === "string" ? before.toUpperCase() : before.map((line) => line.toUpperCase());
  return isWritable(name, after) ? write(headers, name, after) : remove(headers, name);
}

function find(headers: HeaderRecord, name: string): HeaderValue | undefined {
  return headers[name] ?? (name === "host" ? headers[":authority"] : undefined);
}

/** Writes a value that may be written; another one changes nothing. */
function write(headers: HeaderRecord, name: string, value: HeaderValue | undefined): HeaderRecord {
  if (value === undefined || !isWritable(name, value)) return headers;
  const hasAuthority = name === "host" && headers[":authority"] !== undefined;
  return { ...remove(headers, name), [name]: value, ...(hasAuthority ? { ":authority": value } : {}) };
}

/** Removes a header, its spellings with another separator for `-`, and with the host the authority. */
function remove(headers: HeaderRecord, name: string): HeaderRecord {
  const isAlias = (key: string): boolean =>
    key === name ||
    new RegExp(`^${name.replaceAll("-", "[^a-z0-9]")}$`).test(key) ||
    (name === "host" && key === ":authority");
  return Object.fromEntries(Object.entries(headers).filter(([key]) => !isAlias(key)));
}

function isWritable(name: string, value: HeaderValue): boolean {
  if (name === "host") return typeof value === "string" && parseHost(value) !== undefined;
  return !/[\r\n\0]/.test([value].flat().join("")) && !isBlank(value);
}

function isBlank(value: HeaderValue | undefined): boolean {
  return value === undefined || [value].flat().every((line) => trimBlanks(line) === "");
}
