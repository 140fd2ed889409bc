import { describe, expect, it } from "vitest";

import { readPart, writePart } from "../proxies/table.js";
import { observe, startWith, startWithout } from "./observe.js";
import { PROXIES } from "./proxies.js";
import { SERVERS } from "./servers.js";
import { formatTable, type Row } from "./table.js";

const PAGE = "../recipes/README.md";

describe.each(PROXIES)("behind $title", (proxy) => {
  const rows: Row[] = [];

  it.each(SERVERS)("$title with proxyFix sees the client, and no client can forge it", async (spec) => {
    const checksForms = spec.checksForms === true;
    const without = await observe(spec, proxy, startWithout);
    const fixed = await observe(spec, proxy, startWith);
    rows.push({ title: spec.title, checksForms, without, with: fixed });
    expect(fixed).toEqual({
      address: expect.stringMatching(/^(the client's|not given)$/) as string,
      origin: "right",
      rightForm: "accepted",
      otherForm: checksForms ? expect.stringMatching(/^(400|403|500)$/) : "accepted",
    });
    // A framework that gives no address cannot give a wrong one.
    expect(fixed.address === "not given").toBe(without.address === "not given");
  });

  it("the observations are the table in docs/recipes/README.md", async () => {
    const table = await formatTable(rows);
    expect(rows.map(({ title }) => title)).toEqual(SERVERS.map(({ title }) => title));
    if (process.env["PROXYFIX_WRITE_TABLE"] === "1") writePart(PAGE, proxy.file, table);
    expect(readPart(PAGE, proxy.file)).toBe(table);
  });
});
