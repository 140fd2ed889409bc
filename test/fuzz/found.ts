/** Faults that were found, as vectors: `npm test` replays them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { projectPath } from "../structure/project.js";
import { decode } from "./coding.js";
import type { Fault } from "./search.js";
import type { Target } from "./target.js";

/** The directory of the vectors, one a file. */
const FOUND = projectPath("test/fuzz/found");

/** Writes the vector of a fault; returns the file's name. */
export function writeFound(fault: Fault, directory: string = FOUND): string {
  mkdirSync(directory, { recursive: true });
  const name = `${fault.target}-${fault.seed}.json`;
  writeFileSync(`${directory}/${name}`, `${JSON.stringify(fault, null, 2)}\n`);
  return name;
}

/** Lists the vectors, with the names of their files. */
export function readFound(directory: string = FOUND): readonly (readonly [name: string, fault: Fault])[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => [name, JSON.parse(readFileSync(`${directory}/${name}`, "utf8")) as Fault]);
}

/**
 * Checks the input of a vector again.
 *
 * @throws {Error} if it still breaks a rule, or if no target has the vector's name
 */
export async function replay({ target: name, input }: Fault, targets: readonly Target[]): Promise<void> {
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`no target is ${name}`);
  await target.check(decode(input) as object);
}
