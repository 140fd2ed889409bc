import { describe, expect, it } from "vitest";
import { describeFault, search } from "./search.js";
import { targets } from "./targets.js";

/** Each run tries other inputs. A fault is described with the seed, by which `npm run fuzz` repeats it. */
const seed = Math.floor(Math.random() * 0x7fff_ffff);
/** The inputs of each target: few, since the whole suite has to stay short. `npm run fuzz` tries more. */
const RUNS = 150;

describe("random hostile inputs", () => {
  it.each(targets)("break no rule of the target $name", async (target) => {
    const { requests, fault } = await search(target, { seed, runs: RUNS });
    expect(fault === undefined ? "" : describeFault(fault)).toBe("");
    expect(requests, "the number of requests that were resolved").toBeGreaterThan(0);
  });
});
