import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { projectDirectory, projectPath, run } from "../structure/project.js";

/** Returns the program of a version of Node: the running one, or one that scripts/install-nodes.sh has installed. */
function findNode(version: string): string {
  const isRunning = process.version.startsWith(`v${version}.`);
  return isRunning ? process.execPath : projectPath(`.nodes/${version}/node_modules/node/bin/node`);
}

/** A missing version is a failure with PROXYFIX_REQUIRE_NODES=1, and a skipped test without it. */
const isRequired = process.env["PROXYFIX_REQUIRE_NODES"] === "1";
const MOST_BYTES = 500;
/** An object of 15 fields, with several values. */
const MOST_BYTES_OF_OBJECTS = 1000;
const OBJECTS = [
  "a resolution",
  "a resolution by counts",
  "a resolution by an invalid entry",
  "a resolution by an invalid element",
  "a resolution of Forwarded",
  "all addresses",
];

describe("a value that an application keeps, cut from 15 kB of a client's text,", () => {
  for (const version of ["20", "22", "24", "26"]) {
    const node = findNode(version);
    it.skipIf(!existsSync(node) && !isRequired)(
      `keeps less than ${MOST_BYTES} bytes alive on Node ${version}`,
      () => {
        const { code, output } = run(node, ["--expose-gc", "scripts/measure-kept.mjs"], projectDirectory);
        expect({ code, output }).toMatchObject({ code: 0 });
        const measured = Object.entries(JSON.parse(output) as Record<string, number>);
        expect(measured.length).toBeGreaterThan(40);
        const isTooMuch = ([name, bytes]: readonly [string, number]): boolean =>
          bytes >= (OBJECTS.includes(name) ? MOST_BYTES_OF_OBJECTS : MOST_BYTES);
        expect(measured.filter(isTooMuch)).toEqual([]);
      },
      60_000,
    );
  }
});
