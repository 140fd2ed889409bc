import { describe, expect, it } from "vitest";

import { CommandFailure, UsageError } from "../../src/cli/usage-error.js";

describe("UsageError and CommandFailure", () => {
  it("are told apart by class and by name", () => {
    expect(new UsageError("a")).not.toBeInstanceOf(CommandFailure);
    expect([new UsageError("a").name, new CommandFailure("a").name]).toEqual(["UsageError", "CommandFailure"]);
  });
});
