import { describe, expect, it } from "vitest";

import type { RequestFacts, RequestHeaders } from "../../src/index.js";
import { compileReader, readHeader, readMember, takeFacts, textOf } from "../../src/options/read-header.js";

/**
 * Calls a function while every object inherits a property, which a program or a fault of one may have put there
 * (docs/reference/rules.md#r10-never).
 */
function whileInherited<Result>(name: string, run: () => Result): Result {
  const inherited = Object.prototype as unknown as Record<string, unknown>;
  try {
    inherited[name] = "evil";
    return run();
  } finally {
    delete inherited[name];
  }
}

describe("takeFacts", () => {
  const facts = {
    headers: { host: "a.test" },
    peerAddress: "10.0.0.1",
    peerPort: 7,
    encrypted: true,
    authority: "a.test",
    prefix: "/app",
    hasLostLines: true,
    hasUrlTarget: true,
  };

  it("returns the facts themselves", () => {
    expect(takeFacts(facts)).toBe(facts);
  });

  it.each(["peerAddress", "peerPort", "encrypted", "authority", "prefix", "hasLostLines", "hasUrlTarget"])(
    "returns a request's own facts if every object inherits %s",
    (name) => {
      const bare: RequestFacts = { headers: facts.headers };
      const taken = whileInherited(name, () => Object.entries(takeFacts(bare)));
      expect(taken.filter(([, value]) => value !== undefined)).toEqual([["headers", facts.headers]]);
      expect(taken.map(([key]) => key)).toContain(name);
      expect(whileInherited(name, () => takeFacts(facts))).toEqual(facts);
    },
  );
});

describe.each(["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"])(
  "readHeader and the compiled reader of %s, which every object inherits,",
  (name) => {
    it.each<[string, RequestHeaders, string | undefined]>([
      ["nothing of an object without it", {}, undefined],
      ["the property of an object", { [name]: "a" }, "a"],
      ["the property of an object's class", Object.create({ [name]: "a" }) as RequestHeaders, "a"],
      ["the header of a Headers", new Headers({ [name]: "a" }), "a"],
      ["nothing of an empty Headers", new Headers(), undefined],
    ])("read %s", (_title, headers, expected) => {
      const read = (): unknown => [readHeader(headers, name), compileReader(name)(headers)];
      expect(whileInherited(name, read)).toEqual([expected, expected]);
    });
  },
);

describe("readMember", () => {
  it("reads a property that an object has or inherits from its class, and none of Object.prototype", () => {
    const bare = Object.create(null) as object;
    const named = Object.create({ constructor: "text" }) as object;
    expect([readMember({}, "constructor"), readMember(bare, "constructor"), readMember(named, "constructor")]).toEqual([
      undefined,
      undefined,
      "text",
    ]);
    expect([readMember({ a: 1 }, "a"), readMember({}, "a")]).toEqual([1, undefined]);
  });
});

describe("textOf", () => {
  it.each<[unknown, unknown]>([
    ["a", "a"],
    ["", ""],
    [7, "7"],
    [
      ["a", 7, null],
      ["a", "7", ""],
    ],
    [undefined, undefined],
    [null, undefined],
    [{}, undefined],
  ])("returns for %j: %j", (value, expected) => {
    expect(textOf(value)).toEqual(expected);
  });
});
