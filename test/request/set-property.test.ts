import { describe, expect, it } from "vitest";

import { assign, define, setProperty } from "../../src/request/set-property.js";

type Target = { value?: unknown };

const ofPrototype = (descriptor: PropertyDescriptor): Target =>
  Object.create(Object.defineProperty({}, "value", descriptor)) as Target;

describe("setProperty", () => {
  it.each<[string, () => Target]>([
    ["a plain object", () => ({})],
    ["a read-only property that can be defined anew", () => Object.defineProperty({}, "value", { configurable: true })],
    ["a getter of the prototype", () => ofPrototype({ get: () => "old" })],
    ["a setter that keeps nothing", () => ofPrototype({ get: () => "old", set: () => undefined })],
    [
      "a setter that throws",
      () =>
        ofPrototype({
          get: () => "old",
          set: () => {
            throw new Error("on purpose");
          },
        }),
    ],
  ])("sets the property of an object with %s", (_title, create) => {
    const target = create();
    expect(setProperty(target, "value", "new")).toBe(true);
    expect(target.value).toBe("new");
  });

  it("returns false for a property that other code has sealed, and throws nothing", () => {
    const target = Object.freeze({ value: "old" });
    expect(setProperty(target, "value", "new")).toBe(false);
    expect(target.value).toBe("old");
  });
});

describe("assign", () => {
  it("leaves a setter in place", () => {
    const target = { stored: "", set value(text: string) {
        this.stored = text;
      }, get value() {
        return this.stored;
      } }; // prettier-ignore
    expect(assign(target, "value", "new")).toBe(true);
    expect(Object.getOwnPropertyDescriptor(target, "value")?.set).toBeTypeOf("function");
  });
});

describe("define", () => {
  it("defines a property that can be changed later", () => {
    const target: Target = ofPrototype({ get: () => "old" });
    expect(define(target, "value", "new")).toBe(true);
    target.value = "newer";
    expect(target).toEqual({ value: "newer" });
  });
});
