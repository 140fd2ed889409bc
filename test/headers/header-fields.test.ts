import { afterEach, describe, expect, it } from "vitest";

import {
  listChanges,
  UNCLAIMED,
  writeFields,
  type ExpectedHeaders,
  type HeaderFields,
} from "../../src/headers/header-fields.js";

/** Expects host to be added, x-for to have a value, and x-real-ip to be deleted. */
const expected: ExpectedHeaders = {
  mayHave: (name) => name !== "accept",
  valueOf: (name) => (Object.hasOwn(VALUES, name) ? VALUES[name] : UNCLAIMED),
  required: ["host", "x-missing", "x-real-ip"],
};
const VALUES: Readonly<Record<string, string | undefined>> = { host: "b", "x-for": "1", "x-real-ip": undefined };

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "x-real-ip");
});

describe("UNCLAIMED", () => {
  it("is the same symbol in another copy of the package", () => {
    expect(UNCLAIMED).toBe(Symbol.for("proxyfix.unclaimed"));
  });
});

describe("listChanges", () => {
  it("lists each header that has another value, and writes nothing", () => {
    const headers = { accept: "*/*", "x-real-ip": "6", "x-for": ["6", "1"], "x-other": "o", host: "a" };
    const before = structuredClone(headers);
    expect(listChanges(headers, expected)).toEqual([
      { name: "x-real-ip", value: undefined },
      { name: "x-for", value: "1" },
      { name: "host", value: "b" },
    ]);
    expect(headers).toEqual(before);
  });

  it("lists nothing if all headers have their values", () => {
    expect(listChanges({ host: "b", "x-for": "1", "x-other": "o" }, expected)).toEqual([]);
  });

  it("lists a required header if it is missing, unless it has no value", () => {
    expect(listChanges({}, expected)).toEqual([{ name: "host", value: "b" }]);
    expect(writeFields({ host: undefined, "x-real-ip": undefined }, expected)).toMatchObject({ host: "b" });
  });

  it("lists an inherited header", () => {
    const headers = Object.create({ "x-real-ip": "6", host: "b" }) as HeaderFields;
    expect(listChanges(headers, expected)).toEqual([{ name: "x-real-ip", value: undefined }]);
  });

  it("lists no property that every object inherits", () => {
    Object.assign(Object.prototype, { "x-real-ip": "6" });
    expect(listChanges({ host: "b" }, expected)).toEqual([]);
  });
});

describe("writeFields", () => {
  it("changes the headers in place, and deletes instead of setting undefined", () => {
    const headers: HeaderFields = { accept: "*/*", "x-real-ip": "6", "x-for": "6", host: "a" };
    expect(writeFields(headers, expected)).toBe(headers);
    expect(Object.entries(headers)).toEqual([
      ["accept", "*/*"],
      ["x-for", "1"],
      ["host", "b"],
    ]);
  });

  it.each<[string, (headers: HeaderFields) => HeaderFields]>([
    ["frozen", Object.freeze],
    ["sealed", Object.seal],
    ["inherited", (headers) => Object.create(headers) as HeaderFields],
    ["partly read-only", (headers) => Object.defineProperty(headers, "x-for", { writable: false })],
  ])("returns a copy with all headers if they are %s", (_how, change) => {
    const headers = change({ accept: "*/*", "x-real-ip": "6", "x-for": "6", host: "a" });
    const written = writeFields(headers, expected);
    expect(written).not.toBe(headers);
    expect({ ...written }).toEqual({ accept: "*/*", "x-for": "1", host: "b" });
  });

  it("returns the same headers if they are frozen and nothing has to change", () => {
    const headers = Object.freeze({ host: "b" });
    expect(writeFields(headers, expected)).toBe(headers);
  });
});
