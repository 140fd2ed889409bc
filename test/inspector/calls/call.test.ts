import { describe, expect, it } from "vitest";

import { hasShape } from "../../../src/inspector/calls/call.js";

describe("hasShape", () => {
  it("is true if every property has its type, an inherited one too", () => {
    const value = Object.create({ end: () => undefined, headers: {} }) as object;
    expect(hasShape(value, { end: "function", headers: "object" })).toBe(true);
    expect(
      hasShape(
        Object.assign(() => undefined, { url: "" }),
        { url: "string" },
      ),
    ).toBe(true);
  });

  it.each([[undefined], [null], ["text"], [1], [{}], [{ headers: null }], [{ headers: "" }]])(
    "is false for %j",
    (value) => expect(hasShape(value, { headers: "object" })).toBe(false),
  );
});
