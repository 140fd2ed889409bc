/** Compares the page on the differences from Werkzeug with the recorded outcomes of both. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createResolver, resolve } from "../../src/index.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { type Environ, type WerkzeugVector, factsOfEnviron, werkzeugVectors } from "./werkzeug-vectors.js";

const page = readFileSync(new URL("../../docs/explanation/differences-from-werkzeug.md", import.meta.url), "utf8");
const different = werkzeugVectors.filter(({ same }) => !same);

/** The named differences, each with its section of the page. */
const named = page
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [name = "", ...text] = section.split("\n");
    return { name, text: text.join("\n").split(/^## /m)[0] ?? "" };
  });

const COUNTED = [
  ["xFor", "HTTP_X_FORWARDED_FOR"],
  ["xProto", "HTTP_X_FORWARDED_PROTO"],
  ["xHost", "HTTP_X_FORWARDED_HOST"],
  ["xPort", "HTTP_X_FORWARDED_PORT"],
  ["xPrefix", "HTTP_X_FORWARDED_PREFIX"],
] as const;

/** The texts of the headers that a vector's options count. */
function countedTexts({ options, environ }: WerkzeugVector): string[] {
  return COUNTED.filter(([option]) => (options[option] ?? 0) > 0).flatMap(([, key]) => environ[key] ?? []);
}

/** The characters that Python's `str.strip` removes, except space and tab. */
const PYTHON_BLANKS = "\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0";

/** Returns the fault of a list itself, before any of its values is read. */
function listFault(vector: WerkzeugVector): "quotes" | "empty" | "blanks" | undefined {
  const texts = countedTexts(vector);
  const items = texts.flatMap((text) => text.split(",")).map((item) => item.replace(/^[ \t]+|[ \t]+$/g, ""));
  if (texts.some((text) => text.includes('"'))) return "quotes";
  if (items.includes("")) return "empty";
  return items.some((item) => PYTHON_BLANKS.includes(item.charAt(0)) || PYTHON_BLANKS.includes(item.slice(-1)))
    ? "blanks"
    : undefined;
}

/** Returns whether the rules require this issue, in a vector without faulty lists. */
function hasFault(vector: WerkzeugVector, header: string): boolean {
  if (listFault(vector) !== undefined || vector.design.optionError) return false;
  return vector.design.issues.some((issue) => issue.header === header && issue.reason === "invalid");
}

/** Returns whether a vector without faults and issues has another outcome in this part of the environ. */
function hasOtherOutcome(
  vector: WerkzeugVector,
  isSo: (werkzeug: Environ, vector: WerkzeugVector) => boolean,
): boolean {
  const { design, werkzeug } = vector;
  if (listFault(vector) !== undefined || design.optionError || design.issues.length > 0) return false;
  return werkzeug.environ !== null && isSo(werkzeug.environ, vector);
}

/** The vectors that each named difference explains. */
const EXPLAINS: Readonly<Record<string, (vector: WerkzeugVector) => boolean>> = {
  "Quotes have no meaning": (vector) => listFault(vector) === "quotes",
  "An empty item holds its slot": (vector) => listFault(vector) === "empty",
  "Only space and tab are trimmed": (vector) => listFault(vector) === "blanks",
  "A client address is an address": (vector) => hasFault(vector, "x-forwarded-for"),
  "A client address stands alone": (vector) =>
    hasOtherOutcome(vector, ({ REMOTE_ADDR }) => /^\[|^[\d.]+:\d+$/.test(REMOTE_ADDR ?? "")),
  "A scheme is http or https": (vector) => hasFault(vector, "x-forwarded-proto"),
  "A scheme has one spelling": (vector) =>
    hasOtherOutcome(vector, (environ) => /^(wss?|https?)$/i.test(environ["wsgi.url_scheme"] ?? "") && !/^https?$/.test(environ["wsgi.url_scheme"] ?? "")), // prettier-ignore
  "A forwarded host is a host": (vector) => hasFault(vector, "x-forwarded-host"),
  "The connection's own Host is checked too": (vector) => hasFault(vector, "host"),
  "A colon without a port is no port": (vector) =>
    hasOtherOutcome(vector, ({ HTTP_HOST }) => HTTP_HOST?.endsWith(":") === true),
  "A hostname may hold an underscore": (vector) =>
    hasOtherOutcome(vector, ({ HTTP_HOST }) => HTTP_HOST?.includes("_") === true),
  "A hostname stays in ASCII": (vector) =>
    hasOtherOutcome(vector, ({ HTTP_HOST }) => HTTP_HOST?.includes("xn--") === true),
  "A forwarded port is a port": (vector) => hasFault(vector, "x-forwarded-port"),
  "A prefix is a path": (vector) => hasFault(vector, "x-forwarded-prefix"),
  "The prefixes of several proxies are joined": (vector) =>
    (vector.options.xPrefix ?? 0) > 1 &&
    hasOtherOutcome(vector, ({ SCRIPT_NAME }, { design }) => !design.optionError && SCRIPT_NAME !== design.prefix),
  "Counts are whole numbers from 0": ({ design }) => design.optionError === true,
};

describe("the list of differences from Werkzeug", () => {
  it("has exactly the names on the page", () => {
    expect(named.map(({ name }) => name)).toEqual(Object.keys(EXPLAINS));
  });

  it.each(different.map((vector) => [vector.name, vector] as const))(
    "has exactly one reason for %s",
    (_name, vector) => {
      const reasons = named.map(({ name }) => name).filter((name) => EXPLAINS[name]?.(vector));
      expect(reasons).toHaveLength(1);
    },
  );

  it.each(named.map(({ name }) => name))("has a vector for the difference: %s", (name) => {
    expect(different.filter((vector) => EXPLAINS[name]?.(vector)).length).toBeGreaterThan(0);
  });
});

interface Example {
  readonly headers: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, number>>;
  readonly werkzeug: string;
  readonly proxyfix: string;
}

/** Reads the example of a difference. */
function readExample(text: string): Example {
  const block = /```text\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const lines = block.split("\n").map((line) => [line.slice(0, 11).trim(), line.slice(11)] as const);
  const only = (label: string): string[] => lines.filter(([name]) => name === label).map(([, value]) => value);
  const headers = only("request").map((line) => {
    const [, name = "", value = ""] = /^([\w-]+): (.*)$/.exec(line) ?? [];
    return [`HTTP_${name.toUpperCase().replaceAll("-", "_")}`, value.replaceAll("\\r", "\r").replaceAll("\\n", "\n")];
  });
  const options = (only("options")[0] ?? "").split(", ").map((pair) => pair.split(" "));
  return {
    headers: Object.fromEntries(headers) as Record<string, string>,
    options: Object.fromEntries(options.map(([name, count]) => [name, Number(count)])) as Record<string, number>,
    werkzeug: only("Werkzeug")[0] ?? "",
    proxyfix: only("proxyfix")[0] ?? "",
  };
}

/** Finds the recorded vector of an example: the same headers, and the same counts except those that are 0. */
function findVector({ headers, options }: Example): WerkzeugVector | undefined {
  return different.find((vector) => {
    const counts = Object.fromEntries(Object.entries(vector.options).filter(([, count]) => count !== 0));
    const forwarded = Object.entries(vector.environ).filter(
      ([key, value]) => key.startsWith("HTTP_") && !(key === "HTTP_HOST" && value === "backend:5000"),
    );
    return isEqual(counts, options) && isEqual(Object.fromEntries(forwarded), headers);
  });
}

function isEqual(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** Formats the core's result like the page. */
function formatOutcome(vector: WerkzeugVector, field: string): string {
  const resolution = resolve(factsOfEnviron(vector.environ), vector.options);
  const value = (resolution as unknown as Record<string, unknown>)[field];
  const reasons = resolution.issues.map(({ reason }) => `, issue ${reason}`).join("");
  return `${field} is ${value === "" ? "empty" : String(value)}${reasons}`;
}

describe("the example", () => {
  it.each(named.map(({ name, text }) => [name, text] as const))(
    "is right about both, for the difference: %s",
    (name, text) => {
      const example = readExample(text);
      const vector = findVector(example);
      expect(vector, "a recorded vector with these headers and counts").toBeDefined();
      if (vector === undefined) return;
      expect(EXPLAINS[name]?.(vector)).toBe(true);
      const [, key = "", value] = /^(.+?) is (.*)$/.exec(example.werkzeug) ?? [];
      expect(key === "root URL" ? vector.werkzeug.url_root : vector.werkzeug.environ?.[key]).toBe(value);
      if (example.proxyfix === "refuses the option") {
        expect(() => createResolver(vector.options as ProxyFixOptions)).toThrow();
      } else {
        expect(formatOutcome(vector, example.proxyfix.split(" ")[0] ?? "")).toBe(example.proxyfix);
      }
    },
  );
});
