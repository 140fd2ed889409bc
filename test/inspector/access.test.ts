import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { compileAccess, findToken } from "../../src/inspector/access.js";

const TOKEN = "0123456789abcdef";

describe("compileAccess", () => {
  it("lets everybody in without a token in development only", () => {
    expect(compileAccess(undefined, "development")(undefined)).toBe(true);
    for (const environment of [undefined, "", "production", "dev", "DEVELOPMENT", " development"]) {
      expect(compileAccess(undefined, environment)(TOKEN)).toBe(false);
    }
  });

  it("requires a token in every environment if there is one", () => {
    for (const environment of [undefined, "development", "production"]) {
      const access = compileAccess(TOKEN, environment);
      expect([access(TOKEN), access(undefined), access("")]).toEqual([true, false, false]);
    }
  });

  test.prop([fc.stringMatching(/^[\w.~-]{16,40}$/), fc.oneof(fc.string(), fc.stringMatching(/^[\w.~-]{16,40}$/))])(
    "accepts the token alone",
    (token, other) => {
      const access = compileAccess(token, undefined);
      expect(access(token)).toBe(true);
      expect(access(other)).toBe(token === other);
      for (const near of [`${token}0`, token.slice(1), token.slice(0, -1), `${token}\0`, token + token]) {
        expect(access(near)).toBe(false);
      }
    },
  );

  it.each([["fifteen-letters"], [""], [null], [0], [{}], ["0123456789abcde/"], ["0123456789abcde "], [`${TOKEN}\n`]])(
    "refuses the token %j, and does not repeat it",
    (token) => {
      const compile = (): unknown => compileAccess(token, "development");
      expect(compile).toThrow("expected at least 16 letters, digits or . _ ~ -");
      if (typeof token === "string" && token !== "") expect(compile).not.toThrow(token);
    },
  );
});

describe("findToken", () => {
  it.each([
    ["/?token=a", "a"],
    ["/a?b=c&token=%61b", "ab"],
    ["/?token=a&token=b", "a"],
    ["/?token=", ""],
    ["/?token", ""],
    ["/?tokens=a", undefined],
    ["/token=a", undefined],
    ["*", undefined],
    ["/?a?token=b", undefined],
    ["/?token=%E0%A4", "\uFFFD"],
  ])("finds in %j %j", (path, token) => expect(findToken(path)).toBe(token));
});
