import { describe, expect, it } from "vitest";

import { expectBelieved, expectReceived, expectRewritten } from "../../src/headers/expected-headers.js";
import { UNCLAIMED } from "../../src/headers/header-fields.js";
import { compilePolicy } from "../../src/headers/header-policy.js";
import type { HeaderFields } from "../../src/headers/header-fields.js";
import { compileOptions } from "../../src/options/compile-options.js";
import { resolveRequest } from "../../src/resolve/resolver.js";

const options = compileOptions({ xHost: 1 });
const policy = compilePolicy(options, []);
const headers: HeaderFields = {
  host: "app",
  "x-forwarded-for": ["6.6.6.6", "203.0.113.7"],
  "x-forwarded-host": "www.example.com",
  "x-real-ip": "6.6.6.6",
  accept: "*/*",
};

// docs/reference/rules.md#verified-headers
describe("expectBelieved", () => {
  const resolution = resolveRequest(options, { peerAddress: "10.0.0.1", headers });
  const expected = expectBelieved(policy, options, resolution);

  it("has the believed value of each header that contains a fact, and none for the others", () => {
    expect(expected.valueOf("x-forwarded-for")).toBe("203.0.113.7");
    expect(expected.valueOf("host")).toBe("www.example.com");
    expect(expected.valueOf("x-real-ip")).toBeUndefined();
    expect(expected.valueOf("x_forwarded_for")).toBeUndefined();
    expect(expected.valueOf("accept")).toBe(UNCLAIMED);
  });

  it("adds a missing Host and no other missing header", () => {
    expect(expected.required).toEqual(["host"]);
  });

  it("mayHave ignores the case of a name", () => {
    expect(["X-Real-IP", "X_FORWARDED_HOST", "Host"].map((name) => expected.mayHave(name))).toEqual([true, true, true]);
    expect(expected.mayHave("Accept")).toBe(false);
  });
});

describe("expectReceived", () => {
  const expected = expectReceived(policy, headers);

  it("has the received value of each header that contains a fact, lines joined, and none for the others", () => {
    expect(expected.valueOf("x-forwarded-for")).toBe("6.6.6.6, 203.0.113.7");
    expect(expected.valueOf("x-real-ip")).toBe("6.6.6.6");
    expect(expected.valueOf("x-forwarded-port")).toBeUndefined();
    expect(expected.valueOf("accept")).toBe(UNCLAIMED);
  });

  it("adds back each received forwarding header that is missing now", () => {
    expect(expected.required).toEqual(["host", "x-forwarded-for", "x-forwarded-host", "x-real-ip"]);
    expect(expected.mayHave("X-REAL-IP")).toBe(true);
  });
});

describe("expectRewritten", () => {
  const after = { host: "app", accept: "text/html", "x-new": ["1", "2"] };
  const expected = expectRewritten({ host: "app", accept: "*/*", "x-old": "o" }, after);

  it("has the new value of each changed header, and none for the others", () => {
    expect(expected.valueOf("accept")).toBe("text/html");
    expect(expected.valueOf("x-new")).toBe("1, 2");
    expect(expected.valueOf("x-old")).toBeUndefined();
    expect(expected.valueOf("host")).toBe(UNCLAIMED);
  });

  it("covers only the changed headers, in any case", () => {
    expect(expected.required.toSorted()).toEqual(["accept", "x-new", "x-old"]);
    expect(["ACCEPT", "X-Old", "host"].map((name) => expected.mayHave(name))).toEqual([true, true, false]);
  });

  it("has no inherited property for a header, as __proto__ and constructor", () => {
    const named = Object.create(null) as HeaderFields;
    named["__proto__"] = "1";
    expect(expectRewritten({}, named).valueOf("__proto__")).toBe("1");
    expect(expectRewritten({ constructor: "1" } as never, {}).valueOf("constructor")).toBeUndefined();
    expect(expectRewritten({}, {}).required).toEqual([]);
  });
});
