import { describe, expect, it } from "vitest";

import { compileAllowedHosts } from "../../src/options/allowed-hosts.js";
import { messageOf } from "./message-of.js";

describe("compileAllowedHosts", () => {
  const isAllowed = compileAllowedHosts([
    ...["a.test", "*.b.test", "[::1]", "10.0.0.1", "FINAL.test.", "*.c.test.", "*.1.example"],
  ]);

  it.each([
    "a.test",
    "a.test.",
    "x.b.test",
    "x.y.b.test",
    "x.b.test.",
    "[::1]",
    "10.0.0.1",
    "final.test",
    "final.test.",
    "x.c.test",
    "x.1.example",
  ])("compiles a list that allows %s", (hostname) => {
    expect(isAllowed(hostname)).toBe(true);
  });

  it.each([undefined, "b.test", ".b.test", "xb.test", "x.a.test", "a.test.evil.test", "a.test..", "[::2]", "test", ""])(
    "compiles a list that does not allow %s",
    (hostname) => {
      expect(isAllowed(hostname)).toBe(false);
    },
  );

  it("compares without wildcards if the list has none", () => {
    expect(compileAllowedHosts(["a.test"])("x.a.test")).toBe(false);
  });

  it("does not change if the list is changed later", () => {
    const entries = ["a.test"];
    const check = compileAllowedHosts(entries);
    entries[0] = "b.test";
    expect([check("a.test"), check("b.test")]).toEqual([true, false]);
  });

  it.each<[unknown, string]>([
    ["example.com", '`allowedHosts`: got "example.com"; expected a list of hostnames such as ["example.com"]'],
    ["a.test, *.b.test", 'expected a list of hostnames such as ["a.test", "*.b.test"]'],
    [7, '`allowedHosts`: got 7; expected a list of hostnames such as ["example.com", "*.example.com"]'],
    [["a.test, b.test"], 'got "a.test, b.test"; expected a hostname without scheme, port or path: "example.com", "*.example.com" or "[::1]"; write ["a.test", "b.test"]'], // prettier-ignore
    [["*.1.2.3.4"], '`allowedHosts`: got "*.1.2.3.4"; expected a hostname'],
    [["*.1.2.3.4"], 'an address has no subdomains: write "1.2.3.4"'],
    [["*.[::1]"], 'an address has no subdomains: write "[::1]"'],
    [["::1"], 'write "[::1]"'],
    [["example.com:8080"], '`allowedHosts`: got "example.com:8080"; expected a hostname without scheme, port or path'],
    [["example.com:8080"], "leave the port out: it is not compared"],
    [["example.com:"], "leave the port out: it is not compared"],
    [["https://example.com"], '`allowedHosts`: got "https://example.com"; expected a hostname'],
    [["*"], '`allowedHosts`: got "*"; expected hostnames such as "example.com"; leave the option out to answer to any host'], // prettier-ignore
    [["a.test", "*"], '`allowedHosts`: got "*"; expected hostnames'],
    [["*."], '`allowedHosts`: got "*."; expected a hostname'],
    [["*.[::1]"], '`allowedHosts`: got "*.[::1]"; expected a hostname'],
    [["a.*.com"], '`allowedHosts`: got "a.*.com"; expected a hostname'],
    [["::1"], '`allowedHosts`: got "::1"; expected a hostname'],
    [["example.com", 5], "`allowedHosts`: got 5; expected a hostname"],
  ])("rejects %j: %s", (allowedHosts, message) => {
    expect(messageOf({ allowedHosts })).toContain(message);
  });

  it.each<[unknown, string]>([
    ["", 'got ""; expected a list of hostnames such as ["example.com", "*.example.com"]; leave the option out to answer to any host'], // prettier-ignore
    [" a.test,, b.test ", 'got " a.test,, b.test "; expected a list of hostnames such as ["a.test", "b.test"]; leave the option out to answer to any host'], // prettier-ignore
    [[5], 'got 5; expected a hostname without scheme, port or path: "example.com", "*.example.com" or "[::1]"'],
    [["*."], 'got "*."; expected a hostname without scheme, port or path: "example.com", "*.example.com" or "[::1]"'],
    [["a.*.b"], 'got "a.*.b"; expected a hostname without scheme, port or path: "example.com", "*.example.com" or "[::1]"'], // prettier-ignore
    [["http://a"], 'got "http://a"; expected a hostname without scheme, port or path: "example.com", "*.example.com" or "[::1]"'], // prettier-ignore
  ])("rejects %j with no more advice than: %s", (entries, message) => {
    expect(() => compileAllowedHosts(entries)).toThrow(
      expect.objectContaining({ message: `\`allowedHosts\`: ${message}` }) as Error,
    );
  });

  it("rejects an empty list", () => {
    expect(() => compileAllowedHosts([])).toThrow("`allowedHosts`: got an empty list; expected a list of hostnames");
  });
});
