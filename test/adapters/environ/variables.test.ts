import { proxyFix, resolutionOf, rewriteEnviron } from "proxyfix/environ";
import { set } from "proxyfix/rewrite";
import { describe, expect, it } from "vitest";
import { applyVariableChanges, readHeaders } from "../../../src/adapters/environ/variables.js";

describe("rewriteEnviron", () => {
  it.each([
    ["host", "HTTP_HOST"],
    ["X-Forwarded-For", "HTTP_X_FORWARDED_FOR"],
    ["x_forwarded_for", "HTTP_X_FORWARDED_FOR"],
    ["content-type", "CONTENT_TYPE"],
    ["content-length", "CONTENT_LENGTH"],
    ["content-encoding", "HTTP_CONTENT_ENCODING"],
  ])("writes the header %s to the variable %s", (name, variable) => {
    expect(rewriteEnviron(set(name, "a.test"))({})).toMatchObject({ [variable]: "a.test" });
    expect(Object.keys(rewriteEnviron(set(name, "a.test"))({}))).toEqual([variable]);
  });
});

describe("readHeaders", () => {
  it("reads no header from a variable whose name no header can have", () => {
    const environ = { HTTP_x_forwarded_for: "6.6.6.6", "HTTP_X-FORWARDED-FOR": "6.6.6.6", HTTP_: "6.6.6.6" };
    expect(resolutionOf(proxyFix({ xFor: 1 })({ ...environ, REMOTE_ADDR: "10.0.0.1" }))?.clientAddress).toBe(
      "10.0.0.1",
    );
  });

  it("omits the headers of the body if their variables are empty", () => {
    expect(readHeaders({ CONTENT_TYPE: "", CONTENT_LENGTH: "0", HTTP_ACCEPT: "" })).toEqual({
      "content-length": "0",
      accept: "",
    });
  });
});

describe("applyVariableChanges", () => {
  it("returns a new record in which undefined has deleted a variable", () => {
    const environ = Object.freeze({ A: "1", B: "2" });
    const changed = applyVariableChanges(
      environ,
      new Map([
        ["A", undefined],
        ["C", "3"],
      ]),
    );
    expect(Object.entries(changed)).toEqual([
      ["B", "2"],
      ["C", "3"],
    ]);
  });
});
