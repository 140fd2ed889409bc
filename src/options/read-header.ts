import { dropBlanks, findItemEnd, findItemStart, skipBlanks } from "../grammar/list.js";
import type { Issue, RequestFacts, RequestHeaders } from "../resolution.js";
import type { HeaderIssues } from "./issues.js";

/**
 * Reads a header, all its lines joined in order with commas (RFC 9110 section 5.3).
 *
 * @param headers - a record or a fetch `Headers`
 * @param name - in lower case
 * @returns the text, or undefined if the header is missing; an empty array is a missing header
 */
export function readHeader(headers: RequestHeaders, name: string): string | undefined {
  return readLines(headers, name, isUsual(name) ? (headers as Fields)[name] : readMember(headers, name));
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns whether no object inherits a property of this name from the prototype of all. */
const isUsual = (name: string): boolean => !(name in Object.prototype);

/**
 * Reads a property of an object, which may inherit it from its class or from an object that it wraps. A property that every
 * object inherits is none of it (rule R10): a program may have put it there, or a client, by a fault of that program.
 */
export function readMember(object: object, name: string): unknown {
  if (isUsual(name)) return (object as Fields)[name];
  for (
    let at: object | null = object;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object
  ) {
    if (Object.hasOwn(at, name)) return Reflect.get(at, name, object);
  }
  return undefined;
}

/** Returns the facts of a request, without those that every object inherits. */
export function takeFacts<Facts extends RequestFacts>(facts: Facts): Facts {
  const isUsualObject = !(
    "peerAddress" in Object.prototype ||
    "peerPort" in Object.prototype ||
    "encrypted" in Object.prototype ||
    "authority" in Object.prototype ||
    "prefix" in Object.prototype ||
    "hasLostLines" in Object.prototype ||
    "hasUrlTarget" in Object.prototype
  );
  if (isUsualObject) return facts;
  const names = [
    "headers",
    "peerAddress",
    "peerPort",
    "encrypted",
    "authority",
    "prefix",
    "hasLostLines",
    "hasUrlTarget",
  ];
  return Object.fromEntries(names.map((name) => [name, readMember(facts, name)])) as unknown as Facts;
}

function readLines(headers: RequestHeaders, name: string, value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (isFetchHeaders(headers)) {
    // A fetch Headers throws on a pseudo-header's name, and cannot contain one.
    return name.startsWith(":") ? undefined : (headers.get(name) ?? undefined);
  }
  const text = textOf(value);
  if (typeof text !== "object") return text;
  return text.length > 0 ? text.join(",") : undefined;
}

/**
 * Returns the text of a header's value, or its lines. A program that makes or changes a request may write a number
 * (docs/reference/rules.md#r1-lists); any other value is no header.
 */
export function textOf(value: unknown): string | string[] | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? value.map(textOfLine) : undefined;
}

/** An empty line holds the place of a line that is no text. */
function textOfLine(line: unknown): string {
  return typeof line === "string" || typeof line === "number" ? String(line) : "";
}

function isFetchHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof readMember(headers, "get") === "function";
}

/** Reads one header, as {@link readHeader} does. */
export type HeaderReader = (headers: RequestHeaders) => string | undefined;

/** A property whose name is written in the code costs V8 one comparison; a name in a variable is looked up. */
const WELL_KNOWN_READERS: Readonly<Record<string, HeaderReader>> = {
  "x-forwarded-for": (all) =>
    "x-forwarded-for" in Object.prototype
      ? readHeader(all, "x-forwarded-for")
      : readLines(all, "x-forwarded-for", (all as Fields)["x-forwarded-for"]),
  "x-forwarded-proto": (all) =>
    "x-forwarded-proto" in Object.prototype
      ? readHeader(all, "x-forwarded-proto")
      : readLines(all, "x-forwarded-proto", (all as Fields)["x-forwarded-proto"]),
  "x-forwarded-host": (all) =>
    "x-forwarded-host" in Object.prototype
      ? readHeader(all, "x-forwarded-host")
      : readLines(all, "x-forwarded-host", (all as Fields)["x-forwarded-host"]),
};

/** Compiles the reader of a header. */
export function compileReader(name: string): HeaderReader {
  return Object.hasOwn(WELL_KNOWN_READERS, name) ? WELL_KNOWN_READERS[name]! : (headers) => readHeader(headers, name);
}

/** The part of a resolution that receives issues. */
interface IssueList {
  addIssue(issue: Issue): void;
}

/** Parses the text between two offsets; undefined if it fails its grammar. */
type Parser<Value> = (text: string, start: number, end: number) => Value | undefined;

/**
 * Parses the counted value of a list (rules R1 and R2).
 *
 * @param text - the joined header, undefined if it is missing
 * @param count - which value, counted from the right
 * @returns undefined if the value is missing or fails its grammar; the resolution then has the issue
 */
export function parseCounted<Value>(
  text: string | undefined,
  count: number,
  parse: Parser<Value>,
  issues: HeaderIssues,
  resolution: IssueList,
): Value | undefined {
  const end = findCounted(text, count, issues, resolution);
  return text === undefined || end < 0 ? undefined : parseItem(text, end, parse, issues, resolution);
}

/** Finds the offset past the counted value of a list; -1 if it is missing, and the resolution then has the issue. */
export function findCounted(
  text: string | undefined,
  count: number,
  issues: HeaderIssues,
  resolution: IssueList,
): number {
  const end = text === undefined ? -1 : findItemEnd(text, count);
  if (end < 0) resolution.addIssue(text === undefined ? issues.absent : issues["short-chain"]);
  return end;
}

/** Parses the item that ends at `end`; undefined, with an issue, if it is empty or fails its grammar. */
export function parseItem<Value>(
  text: string,
  end: number,
  parse: Parser<Value>,
  issues: HeaderIssues,
  resolution: IssueList,
): Value | undefined {
  const start = skipBlanks(text, findItemStart(text, end), end);
  const past = dropBlanks(text, start, end);
  const value = parse(text, start, past);
  if (value === undefined) resolution.addIssue(start === past ? issues.empty : issues.invalid);
  return value;
}
