import { describe, expect, it } from "vitest";

import { TextError } from "../../src/text/text-error.js";

describe("TextError", () => {
  it("is an error of its own name", () => {
    expect(new TextError("line 1 is empty")).toMatchObject({ name: "TextError", message: "line 1 is empty" });
  });
});
