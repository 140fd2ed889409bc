import { ProxyFixOptionsError } from "proxyfix";
import { append, copy, map, move, pipe, remove, set, setDefault } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

const parts: Record<string, (name: string) => unknown> = {
  append: (name) => append(name, "1"),
  copy: (name) => copy("x-a", name),
  map: (name) => map(name, String),
  move: (name) => move(name, "x-a"),
  remove: (name) => remove(name),
  set: (name) => set(name, "1"),
  setDefault: (name) => setDefault(name, "1"),
};

const noNames = ["", "x forwarded", "x-forwarded-for:", "x-f\r\n", "é", ":authority", undefined, 7];
const cases = Object.keys(parts).flatMap((part) => noNames.map((name) => ({ part, name })));

describe("a header's name", () => {
  test.each(cases)("is checked when $part is made: $name is none", ({ part, name }) => {
    const make = (): unknown => parts[part]?.(name as string);
    expect(make).toThrow(ProxyFixOptionsError);
    expect(make).toThrow(`\`${part}\`: got `);
  });

  test("may have any case and any character of a token (RFC 9110 section 5.6.2)", () => {
    expect(set("X!#$%&'+-.^_`|~9", "1")({}, {})).toEqual({ "x!#$%&'+-.^_`|~9": "1" });
  });
});

test("pipe refuses what is no rewrite", () => {
  expect(() => pipe(remove("x-a"), "x-b" as unknown as ReturnType<typeof remove>)).toThrow(
    '`pipe`: got "x-b"; expected a rewrite, such as copy("x-fhost", "host")',
  );
});

test("a rewrite takes a plain record and, by its type, no fetch Headers", () => {
  const headers = new Headers({ "X-A": "1" });
  // @ts-expect-error a fetch Headers keeps its headers out of reach
  expect(remove("x-a")(headers, {})).toBe(headers);
  expect(remove("x-a")(Object.fromEntries(headers), {})).toEqual({});
});
