import { describe, expect, it } from "vitest";

import { COMMANDS } from "../../src/cli/commands.js";
import { HELP, OVERVIEW } from "../../src/cli/help.js";
import { run } from "../../src/cli/run.js";
import { VERSION } from "../../src/version.js";
import { createSurroundings } from "./surroundings.js";

async function runInMemory(...args: string[]) {
  const surroundings = createSurroundings();
  return { code: await run(args, surroundings), ...surroundings.written };
}

describe("run", () => {
  it.each(["--help", "-h", "help"])("prints the overview for %s", async (word) => {
    expect(await runInMemory(word)).toEqual({ code: 0, stdout: OVERVIEW, stderr: "" });
  });

  it.each(Object.keys(COMMANDS))("prints the help of %s", async (name) => {
    const help = { code: 0, stdout: HELP[name], stderr: "" };
    expect(await runInMemory("help", name)).toEqual(help);
    expect(await runInMemory(name, "--help")).toEqual(help);
    expect(await runInMemory(name, "--no-such-flag", "-h")).toEqual(help);
  });

  it("prints the version", async () => {
    expect(await runInMemory("--version")).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
  });

  it.each([
    [[], "which command? npx proxyfix --help lists them"],
    [["exlain"], "exlain is no command; did you mean explain?"],
    [["help", "recomend"], "recomend is no command; did you mean recommend?"],
    [["serve"], "serve is no command; npx proxyfix --help lists the commands"],
    [["toString"], "toString is no command; npx proxyfix --help lists the commands"],
    [["--verbose"], "--verbose is no command; npx proxyfix --help lists the commands"],
    [["a\u001B[2J"], "a\\u{1b}[2J is no command; npx proxyfix --help lists the commands"],
    [
      ["explain", "--", "--help"],
      'explain has no operand "--help"; quote a value that contains spaces, and write - for a request on standard input',
    ],
  ])("refuses %j in one line", async (args, line) => {
    expect(await runInMemory(...args)).toEqual({ code: 2, stdout: "", stderr: `proxyfix: ${line}\n` });
  });
});
