import { describe, expect, it } from "vitest";
import { identifiers } from "../attacks/identifiers.js";
import { wrongOptionOf } from "../attacks/wrong-option.js";
import { readPage, readSection } from "./markdown.js";
import { listProperties } from "./types.js";

const PAGE = "docs/explanation/threat-model.md";

/** Lists the rows of the tables, each as its cells, without the rows of headings. */
function listRows(part: string): string[][] {
  const lines = part.split("\n").filter((line) => line.startsWith("| "));
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
  return rows.filter((row, at) => !row[0]?.startsWith("--") && !rows[at + 1]?.[0]?.startsWith("--"));
}

/** Finds advisories anywhere in a text. */
const ADVISORY = /CVE-\d{4}-\d+|GHSA(?:-\w{4}){3}/g;

describe(`${PAGE}: attacks`, () => {
  const rows = listRows(readSection(PAGE, "## Attacks and defences"));
  const named = rows.flatMap(([, cell = ""]) => cell.split(", ").map((name) => name.replaceAll("`", "")));

  it("names each attack that has a test, and each attack that it names has a test", () => {
    expect(named.toSorted()).toEqual(identifiers.toSorted());
  });

  it("has an identifier and a defence in each row", () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => row.length !== 4 || row.includes(""))).toEqual([]);
  });

  it("writes short names as code, and advisories as text", () => {
    const cells = rows.flatMap(([, cell = ""]) => cell.split(", "));
    expect(cells.filter((cell) => !/^`[a-z0-9.-]+`$/.test(cell) && cell.replace(ADVISORY, "") !== "")).toEqual([]);
  });

  it("names no advisory without a test anywhere on the page", () => {
    const advisories = readPage(PAGE).match(ADVISORY) ?? [];
    expect(advisories.filter((advisory) => !identifiers.includes(advisory))).toEqual([]);
  });
});

describe(`${PAGE}: wrong options`, () => {
  const rows = listRows(readSection(PAGE, "## Wrong options"));

  it("lists each option of the core and of adapters, in the order of the reference, with a link to it", () => {
    const options = [
      ...listProperties("src/options/options.ts", "ProxyFixOptions"),
      ...["AdapterOptions", "SocketOptions"].flatMap((name) => listProperties("src/headers/adapter-options.ts", name)),
      ...listProperties("src/adapters/fetch/peer-option.ts", "PeerOptions"),
    ];
    const links = options.map(({ name }) => `[${name}](../reference/options.md#${name.toLowerCase()})`);
    expect(rows.map(([option]) => option)).toEqual(links);
  });

  it("names the gains that the tests show", () => {
    const gains = Object.entries(wrongOptionOf).map(([option, { gains: facts }]) => [
      option,
      facts.join(", ") || "nothing",
    ]);
    const documented = rows.map(([option = "", , gain]) => [/\[(\w+)\]/.exec(option)?.[1], gain]);
    expect(documented).toEqual(gains);
  });
});
