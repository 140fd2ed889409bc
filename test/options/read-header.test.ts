import { describe, expect, it } from "vitest";

import type { RequestHeaders } from "../../src/index.js";
import { compileReader, readHeader } from "../../src/options/read-header.js";

const NAMES = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-real-ip",
  "constructor",
];

describe.each(NAMES)("readHeader and the compiled reader of %s", (name) => {
  const readBoth = (headers: RequestHeaders): (string | undefined)[] => [
    readHeader(headers, name),
    compileReader(name)(headers),
  ];

  it.each<[unknown, string | undefined]>([
    ["a", "a"],
    ["", ""],
    [["a", "b,c"], "a,b,c"],
    [["a"], "a"],
    [[""], ""],
    [[], undefined],
    [undefined, undefined],
    [null, undefined],
    [7, "7"],
    [["1", 7, null], "1,7,"],
    [true, undefined],
  ])("read %j from a record as %j", (value, expected) => {
    expect(readBoth({ [name]: value } as RequestHeaders)).toEqual([expected, expected]);
  });

  it("return undefined if a record has no such header", () => {
    expect(readBoth({})).toEqual([undefined, undefined]);
    expect(readBoth({ [name.toUpperCase()]: "a", [name.replaceAll("-", "_") + "_"]: "a" })).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("read the joined lines of a fetch Headers", () => {
    const headers = new Headers([
      [name, "a"],
      [name.toUpperCase(), "b"],
    ]);
    expect(readBoth(headers)).toEqual(["a, b", "a, b"]);
    expect(readBoth(new Headers())).toEqual([undefined, undefined]);
  });
});

describe("readHeader", () => {
  it("returns undefined for a pseudo-header of a fetch Headers, whose get would throw", () => {
    expect(() => new Headers().get(":authority")).toThrow(TypeError);
    expect(readHeader(new Headers({ host: "a.test" }), ":authority")).toBeUndefined();
    expect(readHeader({ ":authority": "a.test" }, ":authority")).toBe("a.test");
  });

  it("reads a record that has a header named get as a record", () => {
    const headers = { get: "text", "x-real-ip": ["1.2.3.4"] };
    expect([readHeader(headers, "get"), readHeader(headers, "x-real-ip")]).toEqual(["text", "1.2.3.4"]);
  });

  it("reads no property that an object inherits from Object.prototype", () => {
    expect(["constructor", "__proto__", "valueOf"].map((name) => readHeader({}, name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
