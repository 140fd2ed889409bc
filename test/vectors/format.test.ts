/** The form of the vectors, which docs/reference/vectors.md describes, and that they cover every rule, option and reason. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { listAnchors, listLinks, readPage, root } from "../docs/markdown.js";
import { listLiterals, listProperties } from "../docs/types.js";
import { folder, ruleVectors, vectorFiles, type RuleVector } from "./rule-vectors.js";

const PAGE = "docs/reference/vectors.md";
const RULES = "docs/reference/rules.md";

/** Steps that no input and outcome can show: they concern every request, time and memory. */
const NOT_AS_DATA = ["r10-never 2", "r10-never 4"];

const namesOf = (path: string, type: string): string[] => listProperties(path, type).map(({ name }) => name);
const FIELDS = namesOf("test/vectors/rule-vectors.ts", "RuleVector");
const FACTS = namesOf("src/resolution.ts", "RequestFacts");
const RESOLUTION = namesOf("src/resolution.ts", "Resolution");

const isText = (value: unknown): boolean => typeof value === "string";
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value);
const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => isRecord(value) && Object.values(value as object).every(isText);
/** A refusal or an error has these two fields, and no others. */
const hasFields =
  (...names: readonly string[]) =>
  (value: unknown): boolean =>
    isRecord(value) && Object.keys(value as object).join() === names.join();

/** The type of each field. The values of headers, options and resolutions are any that the page names. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isText,
  rule: isText,
  step: isNumber,
  accepts: isFlag,
  server: isFlag,
  options: isRecord,
  earlier: isRecord,
  target: isText,
  method: isText,
  httpVersion: (value) => value === 1 || value === 2,
  lostLines: isFlag,
  path: isText,
  resolution: isRecord,
  refusal: hasFields("status", "issues"),
  error: hasFields("code", "option"),
  url: isText,
  headersAfter: isTexts,
  headers: isRecord,
  peerAddress: isText,
  peerPort: isNumber,
  encrypted: isFlag,
  authority: isText,
  prefix: isText,
};

/** The rules that have vectors, by their anchors: those with a number, and that of the headers. */
const rules = listAnchors(readPage(RULES)).filter((anchor) => /^r\d+-|^verified-headers$/.test(anchor));

/** Lists the steps of a rule by their numbers; a rule without steps is one step without a number. */
function listSteps(rule: string): (number | undefined)[] {
  const sections = readPage(RULES).split(/^## /m);
  const section = sections.find((text) => listAnchors(`## ${text.split("\n")[0]}`)[0] === rule) ?? "";
  const steps = [...section.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
  return steps.length === 0 ? [undefined] : steps;
}

const steps = rules
  .flatMap((rule) =>
    listSteps(rule).map((step) => ({ rule, step, name: step === undefined ? rule : `${rule} ${step}` })),
  )
  .filter(({ name }) => !NOT_AS_DATA.includes(name));

function casesOf(rule: string, step: number | undefined): readonly RuleVector[] {
  return ruleVectors.filter((vector) => vector.rule === `rules.md#${rule}` && vector.step === step);
}

/** Writes the outcome of a case as a text to compare. */
function outcomeOf({ resolution, refusal, error, url, headersAfter }: RuleVector): string {
  return JSON.stringify({ resolution, refusal, error, url, headersAfter });
}

describe("the files of vectors", () => {
  it.each(vectorFiles.map((file) => [file.path, file] as const))("have the format of the page: %s", (_path, file) => {
    const { format, about, cases } = file.content;
    expect(Object.keys(file.content)).toEqual(["format", "about", "cases"]);
    expect([format, about.endsWith("."), cases.length > 0]).toEqual([1, true, true]);
    // Every language reads ASCII in the same way.
    expect(/^[\n\x20-\x7e]*$/.test(file.text)).toBe(true);
  });

  it("are one for each rule, named by its anchor, and one for options", () => {
    const names = vectorFiles.map(({ path }) => basename(path, ".json"));
    expect(names.toSorted()).toEqual([...rules, "options"].toSorted());
  });

  it("contain the cases of their own rule; a refusal that no rule has cites the page of errors", () => {
    const strays = vectorFiles.flatMap(({ path, content }) =>
      content.cases.filter(
        ({ rule }) => !rule.startsWith(path === "options.json" ? "options.md#" : `rules.md#${basename(path, ".json")}`),
      ),
    );
    expect(new Set(strays.map(({ rule }) => rule))).toEqual(
      new Set(["errors.md#proxyfixrefusal", "errors.md#proxyfixoptionserror"]),
    );
  });
});

describe("the cases", () => {
  it("have names that no other case has", () => {
    const names = ruleVectors.map(({ name }) => name);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it("cite anchors and steps that exist", () => {
    const lost = ruleVectors.filter(({ rule, step }) => {
      const [page = "", anchor = ""] = rule.split("#");
      const isStep = page !== "rules.md" || listSteps(anchor).includes(step);
      return !listAnchors(readPage(`docs/reference/${page}`)).includes(anchor) || !isStep;
    });
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it("have only the fields that the page lists, and one outcome at least", () => {
    const listed = [...readPage(PAGE).matchAll(/^\| `(\w+)` /gm)].map((match) => match[1] ?? "");
    expect(listed.toSorted()).toEqual([...FIELDS, ...FACTS].toSorted());
    const odd = ruleVectors.filter((vector) => {
      const { resolution = {}, facts, refusal, error, url, headersAfter } = vector;
      const outcomes = [vector.resolution, refusal, error, url].filter((outcome) => outcome !== undefined);
      const isKnown =
        Object.keys(vector).every((name) => FIELDS.includes(name)) &&
        Object.keys(facts).every((name) => FACTS.includes(name)) &&
        Object.keys(resolution).every((name) => RESOLUTION.includes(name));
      return !isKnown || outcomes.length > 1 || (outcomes.length === 0 && headersAfter === undefined);
    });
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it("have values of the types that a reader expects", () => {
    const odd = ruleVectors.filter(({ facts, ...vector }) =>
      Object.entries({ ...vector, ...facts }).some(([name, value]) => TYPES[name]?.(value) !== true),
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
    expect(Object.keys(TYPES).toSorted()).toEqual([...FIELDS, ...FACTS].filter((name) => name !== "facts").toSorted());
  });

  it("are marked as cases of a server exactly if a resolver alone cannot have their input or outcome", () => {
    const wrong = ruleVectors.filter(
      ({ server = false, target, lostLines = false, resolution, refusal, error, url }) => {
        const hasOutcome = [resolution, refusal, error, url].some((outcome) => outcome !== undefined);
        return server !== (target !== undefined || lostLines || !hasOutcome);
      },
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it("have headers with names in lower case, and values whose characters are bytes", () => {
    const odd = ruleVectors.filter(({ facts: { headers } }) => {
      const isOdd = (value: unknown): boolean => /[^\0-\xff]/.test(String(value));
      return Object.entries(headers).some(([name, value]) => name !== name.toLowerCase() || [value].flat().some(isOdd));
    });
    expect(odd.map(({ name }) => name)).toEqual([]);
  });
});

describe("the cases of a step", () => {
  it.each(steps.map(({ name, rule, step }) => [name, rule, step] as const))(
    "accept and refuse, with different outcomes: %s",
    (_name, rule, step) => {
      const cases = casesOf(rule, step);
      const accepting = new Set(cases.filter(({ accepts }) => accepts).map(outcomeOf));
      const refusing = new Set(cases.filter(({ accepts }) => !accepts).map(outcomeOf));
      expect([accepting.size > 0, refusing.size > 0]).toEqual([true, true]);
      expect([...accepting].every((outcome) => refusing.has(outcome)) && refusing.size === accepting.size).toBe(false);
    },
  );

  it("are missing only for steps of rules that exist", () => {
    const all = rules.flatMap((rule) => listSteps(rule).map((step) => `${rule} ${step}`));
    expect(all).toEqual(expect.arrayContaining(NOT_AS_DATA));
    expect(NOT_AS_DATA.filter((name) => casesOf(name.split(" ")[0]!, Number(name.split(" ")[1])).length > 0)).toEqual(
      [],
    );
  });
});

/** Lists every name of an option in the cases, those inside a record with a dot. */
function listOptionNames(vectors: readonly RuleVector[]): Set<string> {
  const listNames = (options: object, prefix: string): string[] =>
    Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? [prefix + name, ...listNames(value, `${prefix}${name}.`)]
        : [prefix + name],
    );
  return new Set(vectors.flatMap(({ options }) => listNames(options, "")));
}

describe("the cases together", () => {
  const OPTIONS = "src/options/options.ts";
  const options = [
    ...namesOf(OPTIONS, "ProxyFixOptions"),
    ...namesOf(OPTIONS, "HeaderNames").map((name) => `headerNames.${name}`),
    ...namesOf(OPTIONS, "ClientAddressHeader").map((name) => `clientAddressHeader.${name}`),
  ];
  const issues = ruleVectors.flatMap(({ resolution, refusal }) => [
    ...(resolution?.issues ?? []),
    ...(refusal?.issues ?? []),
  ]);

  it("contain every option of the core, accepted and as the option of an error", () => {
    const used = listOptionNames(ruleVectors.filter(({ error }) => error === undefined));
    const wrong = new Set(ruleVectors.flatMap(({ error }) => error?.option ?? []));
    expect(options.filter((name) => !used.has(name))).toEqual([]);
    expect(options.filter((name) => !wrong.has(name))).toEqual([]);
  });

  it("contain every reason of an issue, every status of a refusal, and every field of a resolution", () => {
    const reasons: readonly (string | number)[] = issues.map(({ reason }) => reason);
    const statuses: readonly (string | number)[] = ruleVectors.flatMap(({ refusal }) => refusal?.status ?? []);
    const fields = ruleVectors.flatMap(({ resolution = {} }) => Object.keys(resolution));
    expect(listLiterals("src/resolution.ts", "IssueReason").filter((reason) => !reasons.includes(reason))).toEqual([]);
    expect(listLiterals("src/errors.ts", "RefusalStatus").filter((status) => !statuses.includes(status))).toEqual([]);
    expect(RESOLUTION.filter((name) => !fields.includes(name))).toEqual([]);
  });
});

describe("the folder of the vectors", () => {
  const text = readFileSync(`${folder}README.md`, "utf8");

  it("has a page whose links lead to files and headings", () => {
    const lost = listLinks(text).filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = join("vectors", path);
      return (
        !existsSync(join(root, target)) || (anchor !== undefined && !listAnchors(readPage(target)).includes(anchor))
      );
    });
    expect(lost).toEqual([]);
    expect(listLinks(text)).toContain("../docs/reference/vectors.md");
  });

  it("is no part of the package", () => {
    const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: readonly string[] };
    expect(files.filter((name) => name.startsWith("vectors") || name.includes("*"))).toEqual([]);
  });
});
