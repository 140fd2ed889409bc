import { afterEach, describe, expect, it, vi } from "vitest";

import { warnFailedRewrite } from "../../../src/adapters/node/failed-rewrite.js";

afterEach(() => void vi.restoreAllMocks());

describe("warnFailedRewrite", () => {
  it("emits one warning for each rewrite, with the error's name and places alone", () => {
    const emitWarning = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
    const rewrites = [() => ({}), () => ({})];
    for (const rewrite of [...rewrites, ...rewrites]) warnFailedRewrite(rewrite, new RangeError("a client's text"));
    expect(emitWarning.mock.calls).toHaveLength(2);
    const [message, options] = emitWarning.mock.calls[0] as unknown as [string, { detail: string }];
    expect(message).toContain("(RangeError)");
    expect(options.detail).toMatch(/^ {4}at .*failed-rewrite\.test\.ts/);
    expect(JSON.stringify(emitWarning.mock.calls)).not.toContain("a client's text");
  });

  it.each([
    ["text", "string"],
    [undefined, "undefined"],
  ])("names the type of %o, which is no error", (thrown, type) => {
    const emitWarning = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
    warnFailedRewrite(() => ({}), thrown);
    expect(emitWarning.mock.calls[0]).toMatchObject([expect.stringContaining(`(${type})`), { detail: "" }]);
  });
});
