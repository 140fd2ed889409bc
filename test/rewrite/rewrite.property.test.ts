import { fc, test } from "@fast-check/vitest";
import { append, copy, map, move, peerIn, pipe, remove, set, setDefault, when } from "proxyfix/rewrite";
import type { HeaderRecord, Rewrite } from "proxyfix/rewrite";
import { describe, expect } from "vitest";

// The properties of docs/reference/rules.md#rewrites.

/** Few names, so that rewrites and headers overlap: aliases, the host, and names that every object inherits. */
const headerName = fc.constantFrom(
  "host",
  "x-real-ip",
  "x_real_ip",
  "x-real_ip",
  "x-forwarded-for",
  "x-a",
  "x-b",
  "constructor",
  "__proto__",
);

const goodText = fc.constantFrom("example.com", "b.example:8443", "192.0.2.1", "no host", "", " ", "1, 2");
const hosts = ["example.com", "EXAMPLE.COM", "b.example:8443", "B.EXAMPLE:8443", "192.0.2.1"];
const badText = fc.constantFrom("a\r\nx-b: 1", "a\n", "\r", "a\0b");

function headersOf(text: fc.Arbitrary<string>): fc.Arbitrary<HeaderRecord> {
  const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constant(undefined));
  const key = fc.oneof(headerName, fc.constant(":authority"));
  return fc.array(fc.tuple(key, value), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));
}

const changes: readonly ((text: string) => string | undefined)[] = [
  (text) => text.toUpperCase(),
  (text) => `${text}\r\n`,
  () => undefined,
  (text) => `${text}\0`,
  () => {
    throw new Error("x");
  },
];

const copies = fc.tuple(headerName, headerName).filter(([from, to]) => from !== to);
const moves = copies.filter(
  ([from, to]) => !(from.includes("-") && to === from.replaceAll("-", "_")) && !isAlias(to, from),
);
const setName = headerName.filter((name) => name !== "host");
const setText = fc.constantFrom("1", "example.com");

/** Returns whether a name is another with other separators for some `-`. */
function isAlias(name: string, other: string): boolean {
  return new RegExp(`^${other.replaceAll("-", "[^a-z0-9]")}$`).test(name);
}

const step: fc.Arbitrary<Rewrite> = fc.oneof(
  copies.map(([from, to]) => copy(from, to)),
  moves.map(([from, to]) => move(from, to)),
  fc.constantFrom("x-a", "x-real-*", "x_*", "host").map((name) => remove(name)),
  fc.tuple(setName, setText).map(([name, text]) => set(name, text)),
  fc.tuple(headerName, fc.constant("example.com")).map(([name, text]) => setDefault(name, text)),
  fc.tuple(setName, setText).map(([name, text]) => append(name, text)),
  fc.tuple(headerName, fc.constantFrom(...changes)).map(([name, change]) => map(name, change)),
);

const rewrite: fc.Arbitrary<Rewrite> = fc.oneof(
  step,
  fc.array(step, { maxLength: 4 }).map((steps) => pipe(...steps)),
  step.map((inner) => when(peerIn("loopback"), inner)),
);

const facts = fc.constantFrom({ peerAddress: "127.0.0.1" }, { peerAddress: "192.0.2.1" }, {});
const anyHeaders = headersOf(fc.oneof(goodText, badText));

describe("a rewrite", () => {
  test.prop([anyHeaders, facts])("of pipe() returns the same object", (headers, connection) => {
    expect(pipe()(headers, connection)).toBe(headers);
  });

  test.prop([rewrite, anyHeaders, facts])(
    "that is piped alone returns the same headers as without pipe",
    (one, headers, connection) => {
      expectSame(pipe(one)(headers, connection), one(headers, connection));
    },
  );

  test.prop([rewrite, rewrite, rewrite, anyHeaders, facts])(
    "of nested pipes returns the same headers as one of a flat pipe",
    (a, b, c, headers, connection) => {
      const left = pipe(pipe(a, b), c)(headers, connection);
      expectSame(left, pipe(a, pipe(b, c))(headers, connection));
      expectSame(left, pipe(a, b, c)(headers, connection));
    },
  );

  test.prop([moves, anyHeaders, facts])(
    "of copy and then remove returns the same headers as move",
    ([from, to], headers, connection) => {
      expectSame(pipe(copy(from, to), remove(from))(headers, connection), move(from, to)(headers, connection));
    },
  );

  test.prop([rewrite, anyHeaders, facts])("does not change its input", (one, headers, connection) => {
    const before = structuredClone(Object.entries(headers));
    one(freeze(headers), Object.freeze(connection));
    expect(Object.entries(headers)).toEqual(before);
  });

  test.prop([rewrite, anyHeaders, facts])(
    "returns the same object if it changes nothing",
    (one, headers, connection) => {
      const after = one(headers, connection);
      if (after !== headers) expect(Object.entries(after)).not.toEqual(Object.entries(headers));
    },
  );

  test.prop([rewrite, headersOf(goodText), facts])(
    "returns no header with CR, LF or NUL if it receives none",
    (one, headers, connection) => {
      for (const value of Object.values(one(headers, connection)))
        expect(JSON.stringify(value) ?? "").not.toMatch(/\\[rn]|\\u0000/);
    },
  );

  test.prop([rewrite, anyHeaders, facts])(
    "writes no value with CR, LF or NUL that the header did not have",
    (one, headers, connection) => {
      for (const [key, value] of Object.entries(one(headers, connection))) {
        if (/\\[rn]|\\u0000/.test(JSON.stringify(value) ?? "")) expect(value).toBe(headers[key]);
      }
    },
  );

  test.prop([rewrite, anyHeaders, facts])("writes nothing but a host to host", (one, headers, connection) => {
    const after = Object.entries(one(headers, connection));
    for (const [key, value] of after) {
      if (key !== "host" && key !== ":authority") continue;
      if (!Object.hasOwn(headers, key) || value !== headers[key]) expect(hosts).toContain(value);
    }
  });
});

/** Compares the order too, which is kept. */
function expectSame(one: HeaderRecord, other: HeaderRecord): void {
  expect(Object.entries(one)).toEqual(Object.entries(other));
}

function freeze(headers: HeaderRecord): HeaderRecord {
  for (const value of Object.values(headers)) Object.freeze(value);
  return Object.freeze(headers);
}
