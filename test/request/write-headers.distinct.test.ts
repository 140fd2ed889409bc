import { describe, expect, it } from "vitest";

import { renewHeadersDistinct } from "../../src/request/write-headers.js";
import type { IncomingRequest } from "../../src/request/request.js";
import { parse } from "./parsed-request.js";

/** A request whose accessor returns the lines as they were. */
class Request implements IncomingRequest {
  rawHeaders = ["X-A", "1", "x-b", "2", "X-a", "3"];
  headers = {};
  get headersDistinct(): Record<string, string[]> {
    return { "x-a": ["old"] };
  }
}
const grouped = Object.assign(Object.create(null) as object, { "x-a": ["1", "3"], "x-b": ["2"] });

describe("headersDistinct, once renewed,", () => {
  it("contains the lines as they are, even if they change later", () => {
    const req = new Request();
    renewHeadersDistinct(req);
    expect(req.headersDistinct).toEqual(grouped);
    req.rawHeaders = ["x-c", "4"];
    expect({ ...req.headersDistinct }).toEqual({ "x-c": ["4"] });
  });

  it("contains the lines as they are if Node built it before, and does not throw if lines were deleted", () => {
    const req = parse([
      ["X-A", "1"],
      ["X-B", "2"],
    ]);
    expect({ ...req.headersDistinct }).toEqual({ "x-a": ["1"], "x-b": ["2"] });
    req.rawHeaders.splice(0, 2);
    renewHeadersDistinct(req);
    expect({ ...req.headersDistinct }).toEqual({ "x-b": ["2"] });
  });

  it("has a key for a line with the name __proto__", () => {
    const req = new Request();
    req.rawHeaders = ["__proto__", "1"];
    renewHeadersDistinct(req);
    expect(Object.entries(req.headersDistinct)).toEqual([["__proto__", ["1"]]]);
  });

  it("has the assigned value if a program assigns one, until it is renewed", () => {
    const req = new Request();
    renewHeadersDistinct(req);
    (req as { headersDistinct: object }).headersDistinct = { mine: ["5"] };
    expect(req.headersDistinct).toEqual({ mine: ["5"] });
    renewHeadersDistinct(req);
    expect(req.headersDistinct).toEqual(grouped);
  });

  it("is empty if the request has no lines", () => {
    const req = new Request();
    Object.assign(req, { rawHeaders: null });
    renewHeadersDistinct(req);
    expect({ ...req.headersDistinct }).toEqual({});
  });

  it("is not added if the request has none", () => {
    const req: IncomingRequest = { rawHeaders: [], headers: {} };
    renewHeadersDistinct(req);
    expect("headersDistinct" in req).toBe(false);
  });
});
