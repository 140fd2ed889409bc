import { describe, expect, it } from "vitest";

import { isArrivedRequest } from "../../src/recommend/is-arrived-request.js";

const arrived = {
  facts: { headers: { host: "a.test", "x-a": ["1", "2"] } },
  path: "/",
  rawHeaders: ["Host", "a.test"],
};

describe("isArrivedRequest", () => {
  it.each([
    undefined,
    { ...arrived, facts: {} },
    { ...arrived, facts: { headers: { a: 1 } } },
    { ...arrived, facts: { headers: {}, peerAddress: 1 } },
    { ...arrived, facts: { headers: {}, encrypted: "true" } },
    { ...arrived, facts: { headers: {}, peerPort: "1" } },
    { ...arrived, rawHeaders: ["Host"] },
    { ...arrived, rawHeaders: [1, 2] },
    { ...arrived, gateway: false },
  ])("refuses %j", (value) => {
    expect(isArrivedRequest(value)).toBe(false);
  });
});
