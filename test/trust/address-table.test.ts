import { describe, expect, it } from "vitest";

import { createAddressCheck, type Range } from "../../src/trust/address-table.js";

/** The groups of an IPv6 address as an integer. */
function groupsOf(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, place) => Number((value >> BigInt(112 - place * 16)) & 0xffffn));
}

describe("createAddressCheck, given IPv4 ranges", () => {
  const ranges: readonly Range[] = [
    [50n, 60n],
    [0n, 2n],
    [20n, 30n],
    [25n, 27n],
    [100n, 110n],
    [108n, 109n],
    [103n, 104n],
    [28n, 35n],
    [61n, 61n],
    [0xfffffff0n, 0xffffffffn],
  ];
  const contains = createAddressCheck(ranges, []);

  it.each([0, 2, 20, 26, 31, 35, 50, 60, 61, 100, 105, 110, 0xfffffff0, 0xffffffff])("contains %i", (value) => {
    expect(contains(value)).toBe(true);
  });

  it.each([3, 19, 36, 49, 62, 99, 111, 0x7fffffff, 0xffffffef])("does not contain %i", (value) => {
    expect(contains(value)).toBe(false);
  });

  it("contains no IPv6 address", () => {
    expect(contains(groupsOf(0n))).toBe(false);
    expect(contains(groupsOf(0xffff_0000_0001n))).toBe(false);
  });
});

describe("createAddressCheck, given IPv6 ranges", () => {
  const wordRanges = [0n, 32n, 64n, 96n].map((shift): Range => [5n << shift, (5n << shift) | 3n]);
  const contains = createAddressCheck([], [...wordRanges].reverse());

  it.each(wordRanges)(
    "contains the first and the last address of %o, and neither of their neighbours",
    (first, last) => {
      expect([first - 1n, first, last, last + 1n].map((value) => contains(groupsOf(value)))).toEqual([
        false,
        true,
        true,
        false,
      ]);
    },
  );

  it("compares both groups of each 32 bits", () => {
    const second = createAddressCheck([], [[0x1_0000n, 0x1_ffffn]]);
    expect([5n, 0x1_0005n, 0x2_0005n].map((value) => second(groupsOf(value)))).toEqual([false, true, false]);
  });

  it("contains addresses whose groups are 0xffff", () => {
    const all = createAddressCheck([], [[1n, (1n << 128n) - 1n]]);
    expect([0n, 1n, (1n << 128n) - 1n].map((value) => all(groupsOf(value)))).toEqual([false, true, true]);
  });

  it("contains no IPv4 address", () => {
    expect(contains(5)).toBe(false);
  });
});
