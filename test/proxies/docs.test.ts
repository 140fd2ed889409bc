import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/index.js";
import type { ProxyFixOptions } from "../../src/index.js";
import { ATTACKS } from "./attacks.js";
import { readConfiguration } from "./harness/configuration.js";
import { formatOptions } from "./options-text.js";
import { GATEWAYS } from "./set-ups/gateways.js";
import { SET_UPS } from "./set-ups/index.js";
import { CLIENT, PLATFORMS } from "./set-ups/platforms.js";
import { MAP_URLPATH } from "./set-ups/traps.js";

const deploy = fileURLToPath(new URL("../../docs/deploy/", import.meta.url));
const pages = readdirSync(deploy).filter((name) => name.endsWith(".md"));
const readPage = (page: string): string => readFileSync(deploy + page, "utf8");

/** A code block that a comment before it names: `<!-- file: nginx/usual.conf -->` or `<!-- options: nginx/usual -->`. */
interface NamedBlock {
  readonly kind: "file" | "options";
  readonly name: string;
  readonly code: string;
}

function listNamedBlocks(page: string): NamedBlock[] {
  const pattern = /<!-- (file|options): (\S+) -->\n+```\w*\n([^]*?)\n```/g;
  return [...readPage(page).matchAll(pattern)].map(([, kind, name = "", code = ""]) => {
    return { kind: kind === "file" ? "file" : "options", name, code };
  });
}

const allSetUps = [...SET_UPS.values()].flat();
const optionsByName = new Map<string, ProxyFixOptions>(
  [...allSetUps, ...PLATFORMS].map(({ name, options }) => [name, options]),
);

async function showOptions(options: ProxyFixOptions): Promise<string> {
  const text = await format(`createServer(proxyFix(handler, ${formatOptions(options)}))`, {
    parser: "babel",
    printWidth: 120,
  });
  return text.trimEnd();
}

describe.each(pages.filter((page) => listNamedBlocks(page).length > 0))("docs/deploy/%s", (page) => {
  it.each(listNamedBlocks(page).filter(({ kind }) => kind === "file"))("shows the file $name", ({ name, code }) => {
    expect(code).toBe(readConfiguration(name).trimEnd());
  });

  it.each(listNamedBlocks(page).filter(({ kind }) => kind === "options"))(
    "shows the options of $name",
    async (block) => {
      const options = optionsByName.get(block.name);
      expect(options).toBeDefined();
      expect(block.code).toBe(await showOptions(options ?? {}));
    },
  );
});

describe.each([...SET_UPS])("the page of %s", (page, setUps) => {
  it.each(setUps)("shows each file and the options of $name", ({ name, layers }) => {
    const shown = listNamedBlocks(`${page}.md`).map((block) => `${block.kind}: ${block.name}`);
    const wanted = layers.flatMap(({ files }) => files).map((file) => `file: ${file}`);
    expect(shown).toEqual(expect.arrayContaining([...wanted, `options: ${name}`]));
  });
});

const commonPage = "common-traps.md";

describe.each(pages.filter((page) => page !== "README.md" && page !== commonPage))("docs/deploy/%s", (page) => {
  it("lists the unchecked headers and the traps, and verifies with one curl, or links to the common page", () => {
    const text = readPage(page);
    expect(text).toMatch(/^## (?:What (?:.* )?passes through unchecked|Headers passed through unchecked)$/m);
    expect(text).toMatch(/^## Traps$/m);
    const described = text.includes(`](${commonPage}#verify)`) ? text + readPage(commonPage) : text;
    for (const trap of ["Health checks", "allowedHosts", "uniquelocal"]) expect(described).toContain(trap);
    expect(described.match(/^curl .*$/gm)).toHaveLength(1);
  });
});

describe("the page of gateways", () => {
  it.each(GATEWAYS)("shows each file and the environment of $name", ({ layers, environment }) => {
    const shown = listNamedBlocks("gateways.md").map((block) => block.name);
    expect(shown).toEqual(expect.arrayContaining(layers.flatMap(({ files }) => files)));
    for (const [name, value] of Object.entries(environment))
      expect(readPage("gateways.md")).toContain(`${name}=${value}`);
  });
});

describe("configurations", () => {
  it("are all started by a test", () => {
    const configs = fileURLToPath(new URL("configs/", import.meta.url));
    const files = readdirSync(configs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const present = files.map((entry) => `${entry.parentPath}/${entry.name}`.slice(configs.length).replace(/^\//, ""));
    const started = [...allSetUps, ...GATEWAYS, MAP_URLPATH].flatMap(({ layers }) =>
      layers.flatMap((layer) => layer.files),
    );
    expect(present.toSorted()).toEqual([...new Set(started)].toSorted());
  });
});

describe("the list of attacks in docs/deploy/README.md", () => {
  it("has the tests' attacks under the numbers of the tables", () => {
    const listed = readPage("README.md").match(/^\d+\. .*$/gm);
    expect(listed).toEqual(ATTACKS.map(({ name }, at) => `${at + 1}. ${name}`));
  });
});

describe("the options of a platform", () => {
  it.each(PLATFORMS)("$name: find the client in what its documentation says that it sends", (platform) => {
    const resolution = resolve({ headers: platform.headers, peerAddress: platform.peer }, platform.options);
    expect(resolution).toMatchObject({ clientAddress: CLIENT, host: "app.example.com", issues: [] });
  });

  it.each(PLATFORMS)("$name: stand on a page that names its sources", ({ name }) => {
    const page = pages.find((candidate) => listNamedBlocks(candidate).some((block) => block.name === name));
    expect(page).toBeDefined();
    const text = readPage(page ?? "README.md");
    expect(text).toMatch(/^## Sources$/m);
    expect(text).toMatch(/https:\/\//);
    expect(text).toMatch(/inferred/i);
  });
});
