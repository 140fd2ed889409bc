import { fc, test } from "@fast-check/vitest";
import { append, copy, map, move, peerIn, pipe, remove, set, setDefault, when } from "proxyfix/rewrite";
import type { HeaderRecord, Rewrite } from "proxyfix/rewrite";
import { describe, expect, it } from "vitest";

/** Few names, so that rewrites and headers meet: spellings of each other, the host, and one that trips up objects. */
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
    throw new Error("a function of the user's");
  },
];

const copies = fc.tuple(headerName, headerName).filter(([from, to]) => from !== to);
const moves = copies.filter(
  ([from, to]) => !(from.includes("-") && to === from.replaceAll("-", "_")) && !isSpelling(to, from),
);
const setName = headerName.filter((name) => name !== "host");
const setText = fc.constantFrom("1", "example.com");

/** Says whether a name is another with `_` for some `-`. */
function isSpelling(name: string, other: string): boolean {
  return new RegExp(`^${other.replaceAll("-", "[-_]")}$`).test(name);
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

describe("the laws of rewrites", () => {
  test.prop([anyHeaders, facts])("pipe() gives the very same object", (headers, connection) => {
    expect(pipe()(headers, connection)).toBe(headers);
  });

  test.prop([rewrite, anyHeaders, facts])("pipe of one rewrite is that rewrite", (one, headers, connection) => {
    expectSame(pipe(one)(headers, connection), one(headers, connection));
  });

  test.prop([rewrite, rewrite, rewrite, anyHeaders, facts])("pipe is associative", (a, b, c, headers, connection) => {
    const left = pipe(pipe(a, b), c)(headers, connection);
    expectSame(left, pipe(a, pipe(b, c))(headers, connection));
    expectSame(left, pipe(a, b, c)(headers, connection));
  });

  test.prop([moves, anyHeaders, facts])("remove after copy equals move", ([from, to], headers, connection) => {
    expectSame(pipe(copy(from, to), remove(from))(headers, connection), move(from, to)(headers, connection));
  });

  test.prop([rewrite, anyHeaders, facts])("no rewrite changes its input", (one, headers, connection) => {
    const before = structuredClone(Object.entries(headers));
    one(freeze(headers), Object.freeze(connection));
    expect(Object.entries(headers)).toEqual(before);
  });

  test.prop([rewrite, anyHeaders, facts])(
    "a rewrite that changes nothing gives the very same object",
    (one, headers, connection) => {
      const after = one(headers, connection);
      if (after !== headers) expect(Object.entries(after)).not.toEqual(Object.entries(headers));
    },
  );

  it("is the very same object too where one part takes back what another wrote", () => {
    const headers = { "x-a": ["1", "2"], "x-b": undefined };
    expect(pipe(set("x-c", "1"), remove("x-c"))(headers, {})).toBe(headers);
    expect(pipe(move("x-a", "x-c"), move("x-c", "x-a"))(headers, {})).toBe(headers);
    expect(pipe(remove("x-a"), set("x-a", "1"))(headers, {})).not.toBe(headers);
    expect(pipe(remove("x-b"), set("x-c", "1"))(headers, {})).not.toBe(headers);
  });

  test.prop([rewrite, headersOf(goodText), facts])(
    "no rewrite yields a header with CR, LF or NUL",
    (one, headers, connection) => {
      for (const value of Object.values(one(headers, connection)))
        expect(JSON.stringify(value) ?? "").not.toMatch(/\\[rn]|\\u0000/);
    },
  );

  test.prop([rewrite, anyHeaders, facts])(
    "no rewrite writes a value with CR, LF or NUL that the header did not have",
    (one, headers, connection) => {
      for (const [key, value] of Object.entries(one(headers, connection))) {
        if (/\\[rn]|\\u0000/.test(JSON.stringify(value) ?? "")) expect(value).toBe(headers[key]);
      }
    },
  );

  test.prop([rewrite, anyHeaders, facts])(
    "no rewrite puts anything but a host into host",
    (one, headers, connection) => {
      const after = Object.entries(one(headers, connection));
      for (const [key, value] of after) {
        if (key !== "host" && key !== ":authority") continue;
        if (!Object.hasOwn(headers, key) || value !== headers[key]) expect(hosts).toContain(value);
      }
    },
  );
});

/** Compares order too: the headers travel on in it. */
function expectSame(one: HeaderRecord, other: HeaderRecord): void {
  expect(Object.entries(one)).toEqual(Object.entries(other));
}

function freeze(headers: HeaderRecord): HeaderRecord {
  for (const value of Object.values(headers)) Object.freeze(value);
  return Object.freeze(headers);
}
