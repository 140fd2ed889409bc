import { expect, it } from "vitest";
import { EDGE_PROGRAM, isSkipped, RUNTIMES } from "./runtimes.js";
import { formatTable, readTable, writeTable } from "./table.js";

const isAnySkipped = [...RUNTIMES, { program: EDGE_PROGRAM }].some(isSkipped);

it.skipIf(isAnySkipped)("the page has the table of these runtimes; PROXYFIX_WRITE_TABLE=1 writes it", async () => {
  const table = await formatTable();
  if (process.env["PROXYFIX_WRITE_TABLE"] === "1") writeTable(table);
  expect(readTable()).toBe(table);
});
