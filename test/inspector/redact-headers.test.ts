import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { redactFields, redactLines } from "../../src/inspector/redact-headers.js";

describe("redactFields", () => {
  it("hides the values of credentials, each with its length", () => {
    expect(
      redactFields({
        cookie: "a=b; c=d",
        authorization: "",
        "proxy-authorization": "Basic YTpi",
        "set-cookie": ["a=b", "cc=d"],
        "x-amzn-oidc-data": "e.f.g",
        host: "a.test",
        "x-forwarded-for": ["10.0.0.1", "10.0.0.2"],
        accept: undefined,
      }),
    ).toEqual({
      cookie: "hidden, 8 characters",
      authorization: "hidden, 0 characters",
      "proxy-authorization": "hidden, 10 characters",
      "set-cookie": ["hidden, 3 characters", "hidden, 4 characters"],
      "x-amzn-oidc-data": "hidden, 5 characters",
      host: "a.test",
      "x-forwarded-for": ["10.0.0.1", "10.0.0.2"],
      accept: undefined,
    });
  });

  it("leaves its argument as it is", () => {
    const headers = Object.freeze({ cookie: "a=b" });
    redactFields(headers);
    expect(headers).toEqual({ cookie: "a=b" });
  });

  it("keeps a header whose name is __proto__", () => {
    const headers = JSON.parse('{ "__proto__": "a", "cookie": "b" }') as Record<string, string>;
    expect(JSON.stringify(redactFields(headers))).toBe('{"__proto__":"a","cookie":"hidden, 1 characters"}');
  });
});

const secretName = fc
  .constantFrom("cookie", "Authorization", "PROXY-AUTHORIZATION", "Set-Cookie", "proxy_authorization", "SET_COOKIE")
  .chain((name) => fc.mixedCase(fc.constant(name)));

describe("redactLines", () => {
  it("hides the values, not the names, nor values that look like names", () => {
    expect(redactLines(["Cookie", "cookie", "X-A", "cookie", "X-B", "authorization", "x-c", "secret"])).toEqual([
      ...["Cookie", "hidden, 6 characters", "X-A", "cookie", "X-B", "authorization", "x-c", "secret"],
    ]);
  });

  test.prop([fc.array(fc.tuple(fc.oneof(secretName, fc.string()), fc.stringMatching(/^secret[a-z]{4,9}$/)))])(
    "leaves no value of a credential, whatever the case of its name",
    (lines) => {
      const isSecret = (name: string): boolean => /^(?:cookie|set.cookie|(?:proxy.)?authorization)$/i.test(name);
      const expected = lines.flatMap(([name, value]) => [
        name,
        isSecret(name) ? `hidden, ${value.length} characters` : value,
      ]);
      expect(redactLines(lines.flat())).toEqual(expected);
    },
  );
});
