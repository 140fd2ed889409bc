import { set, setDefault } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("set", () => {
  test.each([
    { headers: {}, after: { "x-forwarded-proto": "https" } },
    { headers: { "x-forwarded-proto": "http" }, after: { "x-forwarded-proto": "https" } },
    { headers: { "x-forwarded-proto": ["http", "http"] }, after: { "x-forwarded-proto": "https" } },
    { headers: { x_forwarded_proto: "http", a: "1" }, after: { a: "1", "x-forwarded-proto": "https" } },
  ])("gives $after for $headers", ({ headers, after }) => {
    expect(set("X-Forwarded-Proto", "https")(headers, {})).toEqual(after);
  });

  test("gives the very same object where the header says so already", () => {
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
  ])("sets the header of %j", (headers) => {
    const rewritten = setDefault("x-forwarded-proto", "https")(headers, {});
    expect(rewritten).toEqual({ "x-forwarded-proto": "https" });
  });

  test.each([{ "x-forwarded-proto": "http" }, { "x-forwarded-proto": ["", "http"] }])(
    "leaves %j as it is",
    (headers) => {
      expect(setDefault("x-forwarded-proto", "https")(headers, {})).toBe(headers);
    },
  );

  test("leaves the host of an HTTP/2 request as it is", () => {
    const headers = { ":authority": "example.com" };
    expect(setDefault("host", "other.example")(headers, {})).toBe(headers);
  });
});

describe.each([
  ["set", set],
  ["setDefault", setDefault],
] as const)("%s", (part, make) => {
  test.each([
    ["x-a", "", `\`${part}\`: got "" for the header "x-a"; expected text, not empty`],
    ["x-a", "1\r\nx-b: 2", "without line ends; to take a header away, use `remove`"],
    ["x-a", 1, `\`${part}\`: got 1 for the header "x-a"`],
    ["host", "no host", `\`${part}\`: got "no host" for the header "host"; expected a host such as "example.com"`],
    ["x-*", "1", `\`${part}\`: got "x-*"; expected one header's name; only \`remove\` takes a pattern`],
  ])("refuses %j with the value %j", (name, value, message) => {
    expect(() => make(name, value as string)).toThrow(message);
  });
});
