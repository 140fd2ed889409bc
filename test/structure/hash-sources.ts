import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { projectPath } from "./project.js";

/** Returns the SHA-256 of all files of src, with their paths: the version that a long run has tried. */
export function hashSources(): string {
  const hash = createHash("sha256");
  const names = readdirSync(projectPath("src"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  for (const name of names.toSorted()) hash.update(`${name}\0`).update(readFileSync(join(projectPath("src"), name)));
  return hash.digest("hex");
}
