import { set, setDefault } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("set", () => {
  test.each([
    { headers: {}, after: { "x-forwarded-proto": "https" } },
    { headers: { "x-forwarded-proto": "http" }, after: { "x-forwarded-proto": "https" } },
    { headers: { "x-forwarded-proto": ["http", "http"] }, after: { "x-forwarded-proto": "https" } },
    { headers: { x_forwarded_proto: "http", a: "1" }, after: { a: "1", "x-forwarded-proto": "https" } },
  ])("turns $headers into $after", ({ headers, after }) => {
    expect(set("X-Forwarded-Proto", "https")(headers, {})).toEqual(after);
  });

  test("returns the same object if the header has the value already", () => {
    const headers = { "x-forwarded-proto": "https" };
    expect(set("x-forwarded-proto", "https")(headers, {})).toBe(headers);
  });
});

describe("setDefault", () => {
  test.each([
    {},
    { "x-forwarded-proto": "" },
    { "x-forwarded-proto": " \t" },
    { "x-forwarded-proto": undefined },
    { "x-forwarded-proto": [] },
  ])("sets the header if the headers are %j", (headers) => {
    const rewritten = setDefault("x-forwarded-proto", "https")(headers, {});
    expect(rewritten).toEqual({ "x-forwarded-proto": "https" });
  });

  test.each([{ "x-forwarded-proto": "http" }, { "x-forwarded-proto": ["", "http"] }])(
    "does not change %j",
    (headers) => {
      expect(setDefault("x-forwarded-proto", "https")(headers, {})).toBe(headers);
    },
  );

  test("does not change the host of an HTTP/2 request", () => {
    const headers = { ":authority": "example.com" };
    expect(setDefault("host", "other.example")(headers, {})).toBe(headers);
  });
});

describe.each([
  ["set", set],
  ["setDefault", setDefault],
] as const)("%s", (part, create) => {
  test.each([
    ["x-a", "", `\`${part}\`: got "" for the header "x-a"; expected text, not empty`],
    ["x-a", "1\r\nx-b: 2", "without line ends; to delete a header, use `remove`"],
    ["x-a", 1, `\`${part}\`: got 1 for the header "x-a"`],
    ["host", "no host", `\`${part}\`: got "no host" for the header "host"; expected a host such as "example.com"`],
    ["x-*", "1", `\`${part}\`: got "x-*"; expected one header's name; only \`remove\` takes a pattern`],
  ])("rejects for the header %j the value %j", (name, value, message) => {
    expect(() => create(name, value as string)).toThrow(message);
  });
});
