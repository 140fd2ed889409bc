import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { PROXIES } from "../servers/proxies.js";
import { SERVERS, type ServerSpec } from "../servers/servers.js";
import { listLinks, listPages, readPage, root } from "./markdown.js";

const pages = listPages().filter((page) => page.startsWith("docs/recipes/"));
const recipes = pages.filter((page) => !page.endsWith("README.md"));

/** The PROXY_FIX that believes the fewest headers: it is the one on the pages. */
const PROXY_FIX = PROXIES.find(({ proxyFix }) => !proxyFix.includes("xHost"))?.proxyFix;

/** The command of a page, which test/servers runs. */
function formatCommand({ command, loads, shown }: ServerSpec): string {
  const start = shown ?? command.join(" ");
  return loads === "by NODE_OPTIONS"
    ? `PROXY_FIX="${PROXY_FIX}" NODE_OPTIONS="--import proxyfix/register" ${start}`
    : `PROXY_FIX="${PROXY_FIX}" node --import proxyfix/register ${start}`;
}

/** Lists the code blocks with a comment before them that names a file of test/servers. */
function listFileBlocks(page: string): readonly (readonly [name: string, code: string])[] {
  const pattern = /<!-- file: (\S+) -->\n+```\w*\n([^]*?)\n```/g;
  return [...readPage(page).matchAll(pattern)].map(([, name = "", code = ""]) => [name, code]);
}

const shownServers = SERVERS.flatMap(({ page, ...spec }) => (page === undefined ? [] : [{ page, ...spec }]));

describe("the recipes", () => {
  it.each(shownServers.filter(({ ownCommand }) => ownCommand === undefined))(
    "show the command that starts $title in the tests",
    ({ page, ...spec }) => {
      expect(readPage(`docs/recipes/${page}`)).toContain(`\n${formatCommand(spec)}\n`);
    },
  );

  it.each(shownServers.filter(({ ownCommand }) => ownCommand !== undefined))(
    "show the program that starts $title in the tests",
    ({ app, ownCommand = [], page }) => {
      const shown = listFileBlocks(`docs/recipes/${page}`).map(([name]) => name);
      expect(shown).toContain(`apps/${app}/${ownCommand[0]}`);
    },
  );

  it.each(pages.flatMap((page) => listFileBlocks(page)))("show the file %s as it is", (name, code) => {
    expect(`${code}\n`).toBe(readFileSync(`${root}test/servers/${name}`, "utf8"));
  });

  it("show the nginx blocks of the tests, with their PROXY_FIX", () => {
    const page = readPage("docs/recipes/README.md");
    const shown = listFileBlocks("docs/recipes/README.md").map(([name]) => name);
    expect(shown.toSorted()).toEqual(PROXIES.map(({ file }) => `nginx/${file}`).toSorted());
    for (const { proxyFix } of PROXIES) expect(page).toContain(`\`PROXY_FIX="${proxyFix}"\``);
  });

  it.each(recipes)("%s has at most 250 words beside its code", (page) => {
    const prose = readPage(page).replaceAll(/^```[^]*?^```/gm, "");
    expect(prose.match(/[\p{L}\d][\p{L}\d'-]*/gu)?.length).toBeLessThanOrEqual(250);
  });

  it.each(recipes)("%s has the parts of every recipe", (page) => {
    const headings = readPage(page).match(/^## .*$/gm);
    expect(headings).toEqual(["## True afterwards", "## Settings", "## Unchanged"]);
  });

  it("are each one link away from docs/README.md", () => {
    const links = listLinks(readPage("docs/README.md"));
    expect(recipes.filter((page) => !links.includes(page.replace("docs/", "")))).toEqual([]);
  });
});
