import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { expect } from "vitest";
import { ATTACKS } from "./attacks.js";
import { HAS_IPV6 } from "./harness/ports.js";
import { versionOf } from "./harness/programs.js";
import type { Observed } from "./observation.js";
import { formatPart, readPart, writePart } from "./table.js";
import type { TableOf } from "./table.js";

/** The observations of the tests of one page: docs/deploy/observed/<page>.json. */
export interface PageRecord<Row> {
  /** The version of each proxy. It is written but not compared: other versions may behave alike. */
  readonly versions: Readonly<Record<string, string>>;
  /** The attacks' names; the rows contain their numbers in this list, from 1. */
  readonly attacks: readonly string[];
  readonly rows: readonly Row[];
}

/** Reads the record of a page. */
export function readRecord<Row>(page: string): PageRecord<Row> {
  return JSON.parse(readFileSync(pathOf(page), "utf8")) as PageRecord<Row>;
}

/**
 * Compares the observations of a page's set-ups with its record and its table, or writes both with
 * PROXYFIX_WRITE_TABLE=1.
 */
export async function expectObserved<Row>(
  page: string,
  observed: readonly Observed<Row>[],
  table: TableOf<Row>,
): Promise<void> {
  const rows = observed.map((observation) => observation.row());
  if (isWriting()) return writeObserved(page, rows, formatVersions(observed), table);
  const record = readRecord<Row>(page);
  const expected = HAS_IPV6 ? record.rows : record.rows.map(withoutIpv6);
  expect(rows).toEqual(expected);
  expect(record.attacks).toEqual(ATTACKS.map(({ name }) => name));
  expect(readPart(table.file, page)).toBe(await formatPart(record.versions, rows, table));
}

/** Compares the observations of one set-up with its row in the record, unless PROXYFIX_WRITE_TABLE=1 writes it anew. */
export function expectRow<Row extends { readonly name: string }>(page: string, row: Row): void {
  if (isWriting()) return;
  expect(row).toEqual(readRecord<Row>(page).rows.find(({ name }) => name === row.name));
}

function isWriting(): boolean {
  return process.env["PROXYFIX_WRITE_TABLE"] === "1";
}

async function writeObserved<Row>(
  page: string,
  rows: readonly Row[],
  versions: PageRecord<Row>["versions"],
  table: TableOf<Row>,
): Promise<void> {
  const record: PageRecord<Row> = { versions, attacks: ATTACKS.map(({ name }) => name), rows };
  writeFileSync(pathOf(page), await format(JSON.stringify(record), { parser: "json", printWidth: 120 }));
  writePart(table.file, page, await formatPart(versions, rows, table));
}

function formatVersions(observed: readonly Observed<unknown>[]): Record<string, string> {
  const proxies = new Set(observed.flatMap((observation) => observation.proxies));
  return Object.fromEntries([...proxies].map((proxy) => [proxy, versionOf(proxy)]));
}

/** A machine without IPv6 cannot have seen a client over it. */
function withoutIpv6<Row>(row: Row): Row {
  const { carried } = row as { readonly carried?: readonly string[] };
  return carried === undefined ? row : { ...row, carried: carried.filter((feature) => feature !== "IPv6") };
}

function pathOf(page: string): string {
  return fileURLToPath(new URL(`../../docs/deploy/observed/${page}.json`, import.meta.url));
}
