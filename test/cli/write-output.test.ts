import { describe, expect, it } from "vitest";

import { writeOutput } from "../../src/cli/write-output.js";
import { createSurroundings } from "./surroundings.js";

function write(env: Readonly<Record<string, string>>, isTTY: boolean): string {
  const { stdout, written } = createSurroundings(env, { isTTY });
  writeOutput(stdout, env, [{ text: "a", style: "claim" }]);
  return written.stdout;
}

describe("writeOutput", () => {
  it.each([
    ["to a terminal", {}, true],
    ["to a terminal if NO_COLOR is empty", { NO_COLOR: "" }, true],
  ])("writes colour %s", (_, env: Readonly<Record<string, string>>, isTTY) => {
    expect(write(env, isTTY)).toBe("\u001B[31ma\u001B[39m\n");
  });

  it.each([
    ["to a pipe", {}, false],
    ["if NO_COLOR is set", { NO_COLOR: "1" }, true],
  ])("writes no colour %s", (_, env: Readonly<Record<string, string>>, isTTY) => {
    expect(write(env, isTTY)).toBe("a\n");
  });
});
