// The public types: API Extractor reports them from the built declarations, and test/package/api has the reports of the last
// change that was meant. `npm run build && npx vitest run test/package/api -u` writes them.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  ExtractorMessageCategory,
  type ExtractorMessage,
} from "@microsoft/api-extractor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { projectPath } from "../structure/project.js";
import { listBuilt } from "./built.js";

const modules = listBuilt();
const declarations = modules.map((module) => module.declarations);
const UPDATE = "if the change is meant: npm run build && npx vitest run test/package/api -u";
// Read before a test can write a missing one.
const committed = readdirSync(projectPath("test/package/api"));

const ignored = { default: { logLevel: ExtractorLogLevel.None } };
const compilerOptions = { module: "nodenext", target: "es2023", lib: ["es2023"], types: ["node"], strict: true };

/** Prepares the report of one module. Every module has the same compiler options, so that all share one program. */
function prepare(name: string, entry: string, folder: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: projectPath("package.json"),
    configObject: {
      projectFolder: projectPath(""),
      mainEntryPointFilePath: entry,
      compiler: {
        overrideTsconfig: { compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: declarations },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: folder,
        reportTempFolder: join(folder, "temporary"),
        // Types that no module exports are public too, if a signature contains them.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      // The docstrings are for readers of the code, not for another documentation tool.
      messages: { extractorMessageReporting: ignored, tsdocMessageReporting: ignored },
    },
  });
}

/** Writes the reports of all modules into a folder, and returns the compiler's complaints. */
function writeReports(folder: string): readonly string[] {
  const complaints: string[] = [];
  const configs = modules.map(({ name, declarations: entry }) => prepare(name, entry, folder));
  const compilerState = CompilerState.create(configs[0]!, { additionalEntryPoints: declarations });
  const messageCallback = (message: ExtractorMessage): void => {
    message.handled = true;
    if (message.category === ExtractorMessageCategory.Compiler) complaints.push(message.text);
  };
  for (const config of configs) Extractor.invoke(config, { localBuild: true, compilerState, messageCallback });
  return complaints;
}

const folder = mkdtempSync(join(tmpdir(), "proxyfix-"));
let complaints: readonly string[] = [];
beforeAll(() => void (complaints = writeReports(folder)), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the public types", () => {
  it("compile", () => {
    expect(complaints).toEqual([]);
  });

  it("have one report for each module, and no other", () => {
    expect(committed.toSorted()).toEqual(modules.map(({ name }) => `${name}.api.md`).toSorted());
  });

  it.each(modules)("of $specifier are those of its report", async ({ name }) => {
    const report = readFileSync(join(folder, `${name}.api.md`), "utf8");
    await expect(report, UPDATE).toMatchFileSnapshot(`api/${name}.api.md`);
  });
});
