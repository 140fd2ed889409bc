import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";

import { checkEnviron } from "../../../src/adapters/environ/check-environ.js";

describe("checkEnviron", () => {
  it("accepts a record of variables", () => {
    expect(() => checkEnviron(process.env)).not.toThrow();
    expect(() => checkEnviron({})).not.toThrow();
    expect(() => checkEnviron({ headers: "a variable of that name" })).not.toThrow();
  });

  it.each<[unknown, string]>([
    [Object.assign(new IncomingMessage(new Socket()), { method: "GET" }), "a request"],
    [{ headers: {}, method: "GET" }, "a request"],
    [undefined, "undefined"],
    [null, "null"],
    ["REMOTE_ADDR=10.0.0.1", '"REMOTE_ADDR=10.0.0.1"'],
  ])("throws for %#: %s", (wrong, kind) => {
    expect(() => checkEnviron(wrong)).toThrow(`\`environ\`: got ${kind}; expected the variables of a gateway, such as`);
  });
});
