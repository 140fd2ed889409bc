import { describe, expect, it } from "vitest";

import { ProxyFixOptionsError } from "../../../src/errors.js";
import { readCall } from "../../../src/inspector/calls/read-call.js";

describe("readCall", () => {
  it("reads a fetch Request", () => {
    expect(readCall([new Request("http://a.test/")])).toMatchObject({ method: "GET" });
  });

  it.each([
    [[], "`inspector` was called with undefined; expected the arguments of a handler"],
    [[{ headers: {}, method: "GET" }], "`inspector` was called with a request; "],
    [["/inspector"], '`inspector` was called with "/inspector"; '],
  ])("refuses %j", (args, message) => {
    const call = (): unknown => readCall(args);
    expect(call).toThrow(ProxyFixOptionsError);
    expect(call).toThrow(message);
  });
});
