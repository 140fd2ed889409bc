import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/index.js";
import { TRUST_FUNCTIONS } from "../reference/random-options.js";
import { createFixture } from "../structure/temporary-directory.js";
import { decode, encode } from "./coding.js";
import { readFound, replay, writeFound } from "./found.js";
import { describeFault, search } from "./search.js";
import { createTarget, expectSame } from "./target.js";
import { targets } from "./targets.js";

describe("an input that once broke a rule", () => {
  it.each(readFound())("breaks none now: %s", async (_name, fault) => {
    await replay(fault, targets);
  });
});

/** A target with a wrong expectation: it takes every address for the peer's. */
const wrong = createTarget(
  "wrong",
  fc.record({
    text: fc.string({ unit: fc.constantFrom("1", ".", "203.0.113.7", ",") }),
    count: fc.constantFrom(1, 64),
  }),
  ({ text, count }) => {
    const { clientAddress } = resolve(
      { headers: { "x-forwarded-for": text }, peerAddress: "10.0.0.1" },
      { xFor: count },
    );
    if (clientAddress !== undefined) expectSame("the client is the peer", clientAddress, "10.0.0.1");
    return 1;
  },
);

describe("a search", () => {
  it("shrinks the input of a fault, and repeats it by its seed and path", async () => {
    const { fault } = await search(wrong, { seed: 7, runs: 10_000 });
    expect(fault).toMatchObject({ target: "wrong", seed: 7, input: { text: "203.0.113.7", count: 1 } });
    expect(describeFault(fault!)).toContain(`--target wrong --seed 7 --path ${fault!.path}`);
    const again = await search(wrong, { seed: 7, runs: 10_000, path: fault!.path });
    expect(again.fault).toEqual(fault);
  });

  it("writes a fault as a vector, which fails until the fault is mended", async () => {
    const directory = createFixture({});
    const { fault } = await search(wrong, { seed: 8, runs: 10_000 });
    writeFound(fault!, directory);
    const [[name, found] = []] = readFound(directory);
    expect([name, found]).toEqual(["wrong-8.json", fault]);
    await expect(replay(found!, [wrong])).rejects.toThrow("the client is the peer");
    const mended = createTarget("wrong", fc.object(), () => 1);
    await expect(replay(found!, [mended])).resolves.toBeUndefined();
    await expect(replay(found!, [])).rejects.toThrow("no target is wrong");
  });
});

describe("an encoded value", () => {
  it("is decoded to the same value after it was JSON", () => {
    const value = {
      numbers: [1, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      others: [undefined, null, true, "", 1n, TRUST_FUNCTIONS["tens"]],
    };
    expect(decode(JSON.parse(JSON.stringify(encode(value))))).toStrictEqual(value);
    expect(String(decode(encode(Symbol("a"))))).toBe("Symbol(a)");
    expect(() => decode({ $: "function", text: "constructor" })).toThrow("no value is function constructor");
  });
});
