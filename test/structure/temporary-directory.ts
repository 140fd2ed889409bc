import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory outside the project, so that nothing in it finds the project's node_modules by accident. */
export function createTemporaryDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "proxyfix-")));
}

/** The same with files in it, by their paths; it goes when the test that asked for it ends. */
export function createFixture(files: Readonly<Record<string, string>>): string {
  const directory = createTemporaryDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFiles(directory, files);
  return directory;
}

/** Writes files by their paths relative to a directory, with the folders they need. */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
