import { describe, expect, it } from "vitest";

import { COMMANDS } from "../../src/cli/commands.js";
import { HELP, OVERVIEW } from "../../src/cli/help.js";

const pages = [["proxyfix", OVERVIEW], ...Object.entries(HELP)] as const;

describe("the help", () => {
  it.each(pages)("of %s fits a screen of 24 lines and 80 columns", (_, text) => {
    const lines = text.split("\n");
    // The last line of the screen is the prompt's.
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/\S\n$/);
  });

  it.each(Object.entries(COMMANDS))("of %s describes each flag once", (name, { flags }) => {
    const [, ...described] = HELP[name]!.split("\n\n");
    const listed = [...described.join("\n").matchAll(/--([a-z-]+)/g)].map(([, flag]) => flag!);
    // Only --diff is shown with its second one.
    const expected = Object.keys(flags).flatMap((flag) => (flag === "diff" ? [flag, flag] : [flag]));
    expect(listed.toSorted()).toEqual(expected.toSorted());
  });

  it("of the whole names every command", () => {
    for (const name of Object.keys(COMMANDS)) expect(OVERVIEW).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
  });
});
