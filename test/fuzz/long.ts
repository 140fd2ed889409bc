/** A long search, which `npm run fuzz` starts. */
import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { hashSources } from "../structure/hash-sources.js";
import { projectPath } from "../structure/project.js";
import { writeFound } from "./found.js";
import { describeFault, search, type Bounds, type Fault } from "./search.js";
import { targets } from "./targets.js";

const { PROXYFIX_FUZZ_MINUTES: minutes = "1", PROXYFIX_FUZZ_SEED: seed = "1", PROXYFIX_FUZZ_TARGET: only, PROXYFIX_FUZZ_PATH: path } = process.env; // prettier-ignore

/** The time that a target has before it is the next one's turn, in milliseconds. */
const TURN = 5_000;

/** In minutes: the committed summary is that of a long run, and no shorter one replaces it. */
const LEAST_SUMMARIZED = 10;

it("breaks no rule", async () => {
  const chosen = targets.filter(({ name }) => only === undefined || name === only);
  expect(chosen.length, `targets named ${only}`).toBeGreaterThan(0);
  const requests = Object.fromEntries(chosen.map(({ name }) => [name, 0]));
  const faults: Fault[] = [];
  const end = Date.now() + Number(minutes) * 60_000;
  // A path leads to one input.
  const turns = path === undefined ? Infinity : chosen.length;
  // Each turn has a seed of its own, so that no input is tried twice.
  for (let turn = 0; turn < turns && Date.now() < end && faults.length < chosen.length; turn += 1) {
    const target = chosen[turn % chosen.length]!;
    if (faults.some((fault) => fault.target === target.name)) continue;
    const time = Math.min(TURN, end - Date.now());
    const bounds: Bounds = { seed: Number(seed) + turn, runs: Infinity, time };
    const found = await search(target, path === undefined ? bounds : { ...bounds, path });
    requests[target.name]! += found.requests;
    if (found.fault === undefined) continue;
    faults.push(found.fault);
    console.log(`${describeFault(found.fault)}\nwritten to test/fuzz/found/${writeFound(found.fault)}`);
  }
  console.log(`seed ${seed}, requests:`, requests);
  // A run that is too short, or whose length is no number, has shown nothing.
  const untried = chosen.filter(({ name }) => requests[name] === 0 && faults.every(({ target }) => target !== name));
  expect(
    untried.map(({ name }) => name),
    "the targets without a request",
  ).toEqual([]);
  if (only === undefined && Number(minutes) >= LEAST_SUMMARIZED) writeSummary(requests, faults);
  expect(faults.map(({ fault }) => fault)).toEqual([]);
});

function writeSummary(requests: Readonly<Record<string, number>>, faults: readonly Fault[]): void {
  const summary = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    minutes: Number(minutes),
    seed: Number(seed),
    sources: hashSources(),
    requests,
    faults: faults.map(({ target, seed: its, fault }) => ({ target, seed: its, fault })),
  };
  writeFileSync(projectPath("test/fuzz/summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}
