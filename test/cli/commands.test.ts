import { describe, expect, it } from "vitest";

import { COMMANDS } from "../../src/cli/commands.js";

describe("the commands", () => {
  it("are those of the command line, each with its flags", () => {
    const flags = Object.entries(COMMANDS).map(([name, command]) => [name, Object.keys(command.flags).length > 0]);
    expect(flags).toEqual([
      ["explain", true],
      ["probe", true],
      ["recommend", true],
      ["inspector", true],
    ]);
  });
});
