import { describe, expect, it } from "vitest";
import { describeFault, search } from "./search.js";
import { targets } from "./targets.js";

/** Each run tries other inputs. A fault is described with the seed, by which `npm run fuzz` repeats it. */
const seed = Math.floor(Math.random() * 0x7fff_ffff);
/** In milliseconds: the whole suite has to stay short. `npm run fuzz` runs longer. */
const TIME = 550;

describe("random hostile inputs", () => {
  it.each(targets)("break no rule of the target $name", async (target) => {
    const { requests, fault } = await search(target, { seed, time: TIME, runs: Infinity });
    expect(fault === undefined ? "" : describeFault(fault)).toBe("");
    expect(requests, "the number of requests that were resolved").toBeGreaterThan(0);
  });
});
