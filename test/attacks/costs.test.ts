import { describe, expect, it } from "vitest";
import { createResolver } from "../../src/index.js";
import { countWork, type Work } from "../bench/count-work.js";
import { PEER } from "../contract/cases.js";
import { costlyHeaders, type CostlyHeader } from "./costs.js";

const SHORT = 50_000;

function workOf({ options, name, createValue }: CostlyHeader, length: number): Work {
  const resolver = createResolver(options);
  const facts = { headers: { host: "app", [name]: createValue(length) }, peerAddress: PEER };
  return countWork(() => resolver(facts));
}

// A pattern of blanks, a comma and blanks goes on from each blank of a row to the row's end, if no comma is there.
/** Counts the blanks that such a pattern visits in a text without a comma. */
function countVisits(text: string): number {
  const row = /\s*/y;
  let visits = 0;
  for (let at = 0; at < text.length; at += 1) {
    row.lastIndex = at;
    visits += row.exec(text)?.[0].length ?? 0;
  }
  return visits;
}

describe.each(costlyHeaders.map((each) => [`${each.id}: ${each.title}`, each] as const))("%s", (_title, each) => {
  it("costs nothing, or in proportion to the length", () => {
    const [short, long] = [workOf(each, SHORT), workOf(each, 2 * SHORT)];
    expect(short.characters).toBeGreaterThan(0);
    if (each.isLeft) expect(long).toEqual(short);
    else expect(long.characters).toBeLessThanOrEqual(2 * short.characters);
    expect(long.texts).toBe(short.texts);
  });
});

it("CVE-2025-25200: deceives a pattern, which visits four times as many blanks in a row that is twice as long", () => {
  const { createValue } = costlyHeaders[0]!;
  expect(countVisits(createValue(2_000)) / countVisits(createValue(1_000))).toBeCloseTo(4, 1);
});

it("many-commas: deceives a program that splits the list, which creates a text for each comma", () => {
  expect(costlyHeaders.at(-1)!.createValue(1_000).split(",")).toHaveLength(1_001);
});
