import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../structure/project.js";
import { writeFiles } from "../structure/temporary-directory.js";
import { listAdapters, LOADED, packProject, specifiers, type PackedProject } from "./packed-project.js";
import { shouldRun, toolPath } from "./tools.js";

const jest = toolPath("jest/bin/jest.js");

let packed: PackedProject;
beforeAll(() => {
  packed = packProject();
  return packed.remove;
}, 60_000);

describe.runIf(shouldRun(jest))("Jest in its default configuration", () => {
  it("requires every module", { timeout: 60_000 }, () => {
    const adapters = listAdapters().map(({ specifier }) => specifier);
    const source = [
      `test.each(${JSON.stringify(specifiers)})("%s", (specifier) => {`,
      `  const isEmpty = specifier === "${LOADED}";`,
      `  expect(Object.keys(require(specifier)).length > 0).toBe(!isEmpty);`,
      `});`,
      `test.each(${JSON.stringify(adapters)})("the default export of %s", (specifier) => {`,
      `  const { proxyFix, default: defaultExport } = require(specifier);`,
      `  expect(typeof proxyFix).toBe("function");`,
      `  expect(defaultExport).toBe(proxyFix);`,
      `});`,
      `test("resolves", () => {`,
      `  const { resolve } = require("proxyfix");`,
      `  const facts = { headers: { "x-forwarded-for": "203.0.113.7" }, peerAddress: "127.0.0.1" };`,
      `  expect(resolve(facts, {}).clientAddress).toBe("203.0.113.7");`,
      `});`,
      ``,
    ].join("\n");
    writeFiles(packed.consumer, { "every.test.js": source });
    const { code, output } = run(process.execPath, [jest, "--watchman=false", "--ci"], packed.consumer);
    expect(code, output).toBe(0);
    expect(output).toContain(`${specifiers.length + adapters.length + 1} passed`);
  });
});
