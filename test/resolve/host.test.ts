import { describe, expect, it } from "vitest";

import { listIssues, NONE, resolveHeaders, type HeaderFields } from "./request.js";

describe("the host, by X-Forwarded-Host (R7)", () => {
  it.each<[string, string | undefined, string[]]>([
    ["a.test", "a.test", []],
    ["A.test:8443", "a.test:8443", []],
    ["evil.test, a.test", "a.test", []],
    ["evil.test, [::1]:81", "[::1]:81", []],
    ["a.test,", undefined, ["x-forwarded-host empty"]],
    ["", undefined, ["x-forwarded-host empty"]],
    ["a.test, @", undefined, ["x-forwarded-host invalid"]],
  ])("is of %j: %s", (text, host, issues) => {
    const headers = { host: "app:3000", "x-forwarded-host": text };
    const options = { ...NONE, xHost: 1 };
    expect([resolveHeaders(headers, options).host, listIssues(headers, options)]).toEqual([host, issues]);
  });

  it("is the connection's if the header is missing or has fewer values than counted", () => {
    const options = { ...NONE, xHost: 2 };
    expect(resolveHeaders({ host: "app:3000" }, options).host).toBe("app:3000");
    expect(resolveHeaders({ host: "app:3000", "x-forwarded-host": "a.test" }, options).host).toBe("app:3000");
  });
});

describe("the connection's host (R7)", () => {
  it.each<[HeaderFields, string | undefined, string[]]>([
    [{}, undefined, []],
    [{ host: "Example.com:80" }, "example.com", []],
    [{ host: "" }, undefined, ["host invalid"]],
    [{ host: "a@b" }, undefined, ["host invalid"]],
    [{ host: ["a", "b"] }, undefined, ["host invalid"]],
    [{ ":authority": "a.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "A.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "a.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "b.test" }, undefined, ["host invalid"]],
    [{ ":authority": "a.test", host: "a.test:8080" }, undefined, ["host invalid"]],
    [{ ":authority": "a.test", host: "@" }, undefined, ["host invalid"]],
    [{ ":authority": "@", host: "a.test" }, undefined, ["host invalid"]],
    [{ ":authority": "@", host: "@" }, undefined, ["host invalid"]],
  ])("is, by the headers %j: %s", (headers, host, issues) => {
    expect([resolveHeaders(headers, NONE).host, listIssues(headers, NONE)]).toEqual([host, issues]);
  });

  it("is ignored if another host is believed, and checked if that is missing", () => {
    const options = { ...NONE, xHost: 1 };
    expect(listIssues({ host: "@", "x-forwarded-host": "a.test" }, options)).toEqual([]);
    expect(listIssues({ host: "@", "x-forwarded-host": "@" }, options)).toEqual(["x-forwarded-host invalid"]);
    expect(listIssues({ host: "@" }, options)).toEqual(["x-forwarded-host absent", "host invalid"]);
  });
});
