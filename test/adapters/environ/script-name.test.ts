import { lighttpdRootFix, stripScriptName } from "proxyfix/environ";
import { describe, expect, it } from "vitest";

describe("stripScriptName", () => {
  it("empties SCRIPT_NAME and leaves all other variables alone", () => {
    expect(stripScriptName(Object.freeze({ SCRIPT_NAME: "/app.fcgi", PATH_INFO: "/cart" }))).toEqual({
      SCRIPT_NAME: "",
      PATH_INFO: "/cart",
    });
  });

  it.each([{ SCRIPT_NAME: "", PATH_INFO: "/cart" }, { PATH_INFO: "/cart" }])("returns %j itself", (environ) => {
    expect(stripScriptName(environ)).toBe(environ);
  });
});

describe("lighttpdRootFix", () => {
  it.each([
    { before: { SCRIPT_NAME: "/shop", PATH_INFO: "/cart" }, after: { SCRIPT_NAME: "", PATH_INFO: "/shop/cart" } },
    { before: { SCRIPT_NAME: "/shop", PATH_INFO: "" }, after: { SCRIPT_NAME: "", PATH_INFO: "/shop" } },
    { before: { SCRIPT_NAME: "/" }, after: { SCRIPT_NAME: "", PATH_INFO: "/" } },
  ])("moves SCRIPT_NAME to the front of PATH_INFO in $before", ({ before, after }) => {
    expect(lighttpdRootFix(Object.freeze(before))).toEqual(after);
  });

  it.each([{ SCRIPT_NAME: "", PATH_INFO: "/cart" }, { PATH_INFO: "/cart" }])("returns %j itself", (environ) => {
    expect(lighttpdRootFix(environ)).toBe(environ);
  });
});
