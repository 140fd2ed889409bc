import { describe, expect, it } from "vitest";

import { warnFailedRewrite } from "../../../src/adapters/node/failed-rewrite.js";
import { listenForWarnings } from "../../request/warnings.js";

describe("warnFailedRewrite", () => {
  it("emits one warning, with the error's name and places alone", () => {
    const warnings = listenForWarnings();
    for (let time = 0; time < 2; time += 1) warnFailedRewrite(new RangeError("a client's text"));
    expect(warnings()).toHaveLength(1);
    const [message, options] = warnings()[0] as unknown as [string, { detail: string }];
    expect(message).toContain("(RangeError)");
    expect(options.detail).toMatch(/^ {4}at .*failed-rewrite\.test\.ts/);
    expect(JSON.stringify(warnings())).not.toContain("a client's text");
  });

  it.each([
    ["text", "string"],
    [undefined, "undefined"],
  ])("names the type of %o, which is no error", (thrown, type) => {
    const warnings = listenForWarnings();
    warnFailedRewrite(thrown);
    expect(warnings()[0]).toMatchObject([expect.stringContaining(`(${type})`), { detail: "" }]);
  });
});
