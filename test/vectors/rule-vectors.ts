import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Issue, RequestFacts } from "../../src/resolution.js";

/** The folder that contains the vectors. */
export const folder: string = fileURLToPath(new URL("../../vectors/", import.meta.url));

/** One case of a rule, as docs/reference/vectors.md describes it. */
export interface RuleVector {
  readonly name: string;
  /** The rule, as a page and an anchor under docs/reference. */
  readonly rule: string;
  readonly step?: number;
  /** Whether the value that the case is about is believed, or the option accepted. */
  readonly accepts: boolean;
  /** Whether the input or the outcome is that of a server, not of a resolver alone. */
  readonly server?: boolean;
  readonly facts: RequestFacts;
  readonly options: Readonly<Record<string, unknown>>;
  readonly target?: string;
  readonly method?: string;
  readonly httpVersion?: 1 | 2;
  readonly lostLines?: boolean;
  readonly earlier?: Readonly<Record<string, unknown>>;
  readonly path?: string;
  /** The fields to compare; null is a field without a value. */
  readonly resolution?: Readonly<Record<string, unknown>> & { readonly issues?: readonly Issue[] };
  readonly refusal?: { readonly status: number; readonly issues: readonly Issue[] };
  readonly error?: { readonly code: string; readonly option: string };
  readonly url?: string;
  readonly headersAfter?: Readonly<Record<string, string>>;
}

/** A file of vectors, by its path in the folder. */
export interface VectorFile {
  readonly path: string;
  readonly text: string;
  readonly content: { readonly format: number; readonly about: string; readonly cases: readonly RuleVector[] };
}

/** The files of one format, which docs/reference/vectors.md describes. */
export const vectorFiles: readonly VectorFile[] = [
  ...readdirSync(`${folder}rules`).map((name) => `rules/${name}`),
  "options.json",
].map((path) => {
  const text = readFileSync(folder + path, "utf8");
  return { path, text, content: JSON.parse(text) as VectorFile["content"] };
});

/** The cases of all files. */
export const ruleVectors: readonly RuleVector[] = vectorFiles.flatMap(({ content }) => content.cases);

/** Pairs each case with its name, for `it.each`: `%s` prints all of it, `$name` only its first 40 characters. */
export function named(list: readonly RuleVector[]): (readonly [string, RuleVector])[] {
  return list.map((vector) => [`${vector.rule}: ${vector.name}`, vector]);
}

/** Reads options: JSON has no Infinity, so its name replaces it. */
export function readOptions(options: RuleVector["options"]): ProxyFixOptions {
  const entries = Object.entries(options).map(([name, value]) => [name, value === "Infinity" ? Infinity : value]);
  return Object.fromEntries(entries) as ProxyFixOptions;
}

/** Picks the fields that a case compares, as JSON: a field without a value is null, and issues have no order. */
export function pickFields(outcome: object, expected: object): Record<string, unknown> {
  const fields = outcome as Readonly<Record<string, unknown>>;
  const pick = (name: string): unknown =>
    name === "issues" ? sortIssues(fields[name] as readonly Issue[]) : (fields[name] ?? null);
  return Object.fromEntries(Object.keys(expected).map((name) => [name, pick(name)]));
}

/** Sorts issues, since their order has no meaning. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  const textOf = ({ header = "", reason }: Issue): string => `${header} ${reason}`;
  return [...issues].sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}
