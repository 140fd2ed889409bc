import { describe, expect, it } from "vitest";

import { listMirroredTests, listMutatedFiles } from "./files.mjs";
import {
  computeScore,
  copyReasons,
  HOW_TO_EXPLAIN,
  listUnexplained,
  LOWEST_SCORE,
  readRows,
  type Row,
} from "./summary.mjs";

const rows = readRows();
const reasons = Object.entries(rows).flatMap(([file, { survivors }]) =>
  survivors.map(({ reason }): [file: string, reason: string] => [file, reason]),
);

describe("the summary of mutation testing", () => {
  it("has a row for each file of the six folders, and no other", () => {
    expect(Object.keys(rows).toSorted()).toEqual([...listMutatedFiles()].toSorted());
    const folders = new Set(listMutatedFiles().map((file) => file.split("/")[1]));
    expect(folders).toEqual(new Set(["grammar", "headers", "options", "resolve", "rewrite", "trust"]));
  });

  it(`has a score of at least ${LOWEST_SCORE} %`, () => {
    expect(Object.values(rows).reduce((sum, { mutants }) => sum + mutants, 0)).toBeGreaterThan(2000);
    expect(computeScore(Object.values(rows))).toBeGreaterThanOrEqual(LOWEST_SCORE);
  });

  it("has a survivor for each mutant that no test found, and a reason for each survivor", () => {
    for (const [file, row] of Object.entries(rows)) {
      expect([file, row.survivors.length]).toEqual([file, row.survived + row.noCoverage]);
      expect([file, row.killed + row.timeout + row.survivors.length + row.invalid]).toEqual([file, row.mutants]);
    }
    expect(listUnexplained(rows), HOW_TO_EXPLAIN).toEqual([]);
    expect(reasons.filter(([, reason]) => !/^[A-Z].*\.$/.test(reason))).toEqual([]);
  });

  it("has hashes of SHA-256", () => {
    for (const { source, tests } of Object.values(rows)) {
      expect(source).toMatch(/^[0-9a-f]{64}$/);
      expect(tests).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

const survivor = { line: "if (a < b) return;", code: "a < b", replacement: "a <= b", reason: "" };
const row: Row = {
  source: "",
  tests: "",
  mutants: 10,
  killed: 6,
  timeout: 1,
  survived: 1,
  noCoverage: 1,
  invalid: 1,
  survivors: [survivor],
};

describe("computeScore", () => {
  it("counts killed and endless mutants of the valid ones, over all rows, rounded down", () => {
    expect(computeScore([row])).toBe(77.77);
    expect(computeScore([row, { ...row, mutants: 12, killed: 10, survived: 0, noCoverage: 0 }])).toBe(90);
    expect(computeScore([])).toBe(100);
  });
});

describe("copyReasons", () => {
  const older = { ...row, survivors: [{ ...survivor, reason: "Known." }] };

  it("copies the reason of a survivor with the same line, code and replacement", () => {
    expect(copyReasons(row, older)).toEqual(older);
  });

  it.each(["line", "code", "replacement"])("leaves a survivor with another %s without a reason", (key) => {
    const other = { ...row, survivors: [{ ...survivor, [key]: "other" }] };
    expect(listUnexplained({ file: copyReasons(other, older) })).toHaveLength(1);
    expect(copyReasons(other, undefined)).toEqual(other);
  });
});

describe("listMirroredTests", () => {
  it("lists the tests named after a file, without properties, measurements of memory and docs", () => {
    expect(listMirroredTests("src/grammar/address.ts")).toEqual([
      "test/grammar/address.peer.test.ts",
      "test/grammar/address.test.ts",
    ]);
    expect(listMirroredTests("src/grammar/list.ts")).toEqual(["test/grammar/list.test.ts"]);
    expect(listMirroredTests("src/rewrite/index.ts")).toEqual([]);
    expect(listMirroredTests("src/trust/networks.ts")).toEqual(["test/trust/networks.test.ts"]);
  });
});
