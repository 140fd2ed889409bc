import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { VERSION } from "../../src/version.js";
import { PROGRAM, runCli, wrongCall } from "./run-cli.js";

describe("the program", () => {
  it("begins with a line that starts Node", () => {
    expect(readFileSync(PROGRAM, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("prints the version and ends with 0", async () => {
    expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
  });

  it("ends with 2 after a wrong call", async () => {
    expect(await runCli(["explian"])).toEqual(wrongCall("explian is no command; did you mean explain?"));
  });

  it("ends quietly if nobody reads its output", async () => {
    const values = Array.from({ length: 60 }, () => "10.0.0.1").join(",");
    const args = [
      "explain",
      "--peer",
      "10.0.0.1",
      "--header",
      `X-Forwarded-For: ${values}`,
      "--trusted-proxies",
      "10.0.0.0/8",
      "--json",
    ];
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += String(chunk)));
    const [code] = await once(child, "close");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });
});
