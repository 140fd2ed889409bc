import { readFileSync } from "node:fs";
import semver from "semver";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { projectPath } from "../structure/project.js";

/** The oldest supported Node, and an early version of each later line; the tools need 22.13 of that line. */
const versions = ["20.19.0", "22.13.0", "24.0.0", "26.0.0"];

interface Locked {
  readonly version?: string;
  readonly engines?: { readonly node?: string };
}

/** Lists the packages of a lock file that do not accept a version of Node: `npm ci` warns of each. */
function listUnsupported(path: string, version: string): readonly string[] {
  const lock = JSON.parse(readFileSync(projectPath(path), "utf8")) as { packages: Record<string, Locked> };
  return Object.entries(lock.packages)
    .filter(([, { engines }]) => engines?.node !== undefined && !semver.satisfies(version, engines.node))
    .map(([name, { version: locked, engines }]) => `${name}@${locked}: ${engines?.node}`);
}

describe.each(["package-lock.json", "test/package/tools/package-lock.json"])("%s", (path) => {
  it.each(versions)("contains only packages that accept Node %s", (version) => {
    expect(listUnsupported(path, version)).toEqual([]);
  });
});

describe("the oldest supported Node", () => {
  it("is the first of the versions that are checked", () => {
    expect(semver.minVersion(manifest.engines.node)?.version).toBe(versions[0]);
  });
});
