import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/index.js";
import type { ProxyFixOptions } from "../../src/index.js";
import { ADAPTER_TABLE } from "./adapter-table.js";
import { ATTACKS } from "./attacks.js";
import { GATEWAY_TABLE } from "./gateway-table.js";
import type { ObservedGateway } from "./gateway-table.js";
import { readConfiguration } from "./harness/configuration.js";
import type { ObservedSetUp } from "./observation.js";
import { UNSAFE } from "./nginx-blocks.js";
import { formatOptions } from "./options-text.js";
import { readRecord } from "./record.js";
import { NODE_PROXIES, PROXY_PROTOCOL, PROXY_PROTOCOL_NGINX, PUBLISHED_PORT } from "./set-ups/connections.js";
import { GATEWAYS } from "./set-ups/gateways.js";
import { SET_UPS } from "./set-ups/index.js";
import { CLIENT, PLATFORMS } from "./set-ups/platforms.js";
import { MAP_URLPATH } from "./set-ups/traps.js";
import { formatPart, readPart, tableOfSetUps } from "./table.js";
import type { TableOf } from "./table.js";

const deploy = fileURLToPath(new URL("../../docs/deploy/", import.meta.url));
const pages = readdirSync(deploy).filter((name) => name.endsWith(".md"));
const readPage = (page: string): string => readFileSync(deploy + page, "utf8");

/** A page for all proxies and platforms: the index, the common traps, the tests. */
const sharedPages = ["README.md", "common-traps.md", "tests.md"];
const ownPages = pages.filter((page) => !sharedPages.includes(page));

/**
 * A code block with a comment before it that names it: `<!-- file: nginx/usual.conf -->` or `<!-- options: nginx/usual
 * -->`.
 */
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

const allSetUps = [...[...SET_UPS.values()].flat(), PROXY_PROTOCOL, PROXY_PROTOCOL_NGINX, PUBLISHED_PORT];
const optionsByName = new Map<string, ProxyFixOptions>([
  ...[...allSetUps, ...PLATFORMS].map(({ name, options }) => [name, options] as const),
  ...Object.entries(NODE_PROXIES),
]);

/** The set-ups in which an attack succeeds, by design: pages warn of them. */
const unsafeSetUps = allSetUps.filter(({ lets }) => lets.length > 0);
const unsafeNames = unsafeSetUps.map(({ name }) => name);
/** The first line of their options, which a reader who copies code cannot skip. */
const UNSAFE_LINE = "// unsafe: with the configuration above, a client can forge facts.\n";

/** Shows options as a page does: on a server, or, where a platform calls the application, as its middleware. */
async function showOptions(options: ProxyFixOptions, page: string): Promise<string> {
  const text = formatOptions(options);
  const call = page.includes("app.use(proxyFix(")
    ? `app.use(proxyFix(${text}))`
    : `createServer(proxyFix(handler, ${text}))`;
  const shown = await format(call, {
    parser: "babel",
    printWidth: 120,
  });
  return shown.trimEnd();
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
      const mark = unsafeNames.includes(block.name) ? UNSAFE_LINE : "";
      expect(block.code).toBe(mark + (await showOptions(options ?? {}, block.code)));
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

describe.each(ownPages)("docs/deploy/%s", (page) => {
  const text = readPage(page);

  it("lists the headers passed through unchecked, and the traps", () => {
    expect(text).toMatch(/^## Headers passed through unchecked$/m);
    expect(text).toMatch(/^## Traps$/m);
  });

  it.each(["trusted-peers", "health-checks", "verify"])("links to the common topic %s", (topic) => {
    expect(text).toContain(`](common-traps.md#${topic})`);
  });
});

describe("docs/deploy/common-traps.md", () => {
  const text = readPage("common-traps.md");

  it("describes the traps of health checks, allowedHosts and uniquelocal", () => {
    for (const trap of ["Health checks", "allowedHosts", "uniquelocal"]) expect(text).toContain(trap);
  });

  it("verifies a deployment with one curl", () => {
    expect(text.match(/^curl .*$/gm)).toHaveLength(1);
  });
});

describe("the pages of docs/deploy", () => {
  it("repeat no paragraph of more than 15 words", () => {
    const paragraphs = pages.flatMap(listParagraphs).filter((text) => text.split(" ").length > 15);
    expect(paragraphs.filter((text, at) => paragraphs.indexOf(text) !== at)).toEqual([]);
  });
});

/** Lists the paragraphs and list items of a page, without its code and tables, each on one line. */
function listParagraphs(page: string): string[] {
  const prose = readPage(page).replaceAll(/^```[^]*?^```/gm, "");
  const parts = prose.split(/\n{2,}|\n(?=- |\d+\. )/).map((part) => part.replaceAll(/\s+/g, " ").trim());
  return parts.filter((part) => !part.startsWith("|"));
}

describe("the page of gateways", () => {
  it.each(GATEWAYS)("shows each file and the environment of $name", ({ layers, environment }) => {
    const shown = listNamedBlocks("gateways.md").map((block) => block.name);
    expect(shown).toEqual(expect.arrayContaining(layers.flatMap(({ files }) => files)));
    for (const [name, value] of Object.entries(environment))
      expect(readPage("gateways.md")).toContain(`${name}=${value}`);
  });
});

describe("a configuration that only unsafe set-ups use", () => {
  const filesOf = (setUps: typeof allSetUps): string[] =>
    setUps.flatMap(({ layers }) => layers.flatMap((layer) => layer.files));
  const safe = new Set(filesOf(allSetUps.filter(({ lets }) => lets.length === 0)));
  const unsafe = new Set(filesOf(unsafeSetUps).filter((file) => !safe.has(file)));

  it.each([...unsafe])("begins with a comment that names the weakness: %s", (file) => {
    expect(readConfiguration(file)).toMatch(/^# unsafe: \S.+\.\n/);
  });

  it.each([...safe])("is the only kind with such a comment, unlike %s", (file) => {
    expect(readConfiguration(file)).not.toMatch(UNSAFE);
  });
});

describe("a configuration that writes Forwarded by hand", () => {
  const written = [
    ...new Set([...allSetUps, MAP_URLPATH].flatMap(({ layers }) => layers.flatMap(({ files }) => files))),
  ];
  const byHand = written.filter((file) => /\bfor=/.test(readConfiguration(file)));

  it.each(byHand)("puts an IPv6 address into brackets and quotes: %s", (file) => {
    expect(readConfiguration(file)).toMatch(/"\[/);
  });

  it("is visited over IPv6, for each proxy that has one", () => {
    const visited = allSetUps.filter(({ entry, lets }) => entry.ipv6 && lets.length === 0);
    const proxies = visited.filter(({ options }) => (options.forwarded ?? 0) > 0).map(({ layers }) => layers[0]?.proxy);
    expect(proxies).toEqual(expect.arrayContaining(["nginx", "apache", "haproxy", "caddy", "varnish"]));
  });
});

describe("the folder configs", () => {
  it("contains exactly the files with which a test starts a proxy", () => {
    const configs = fileURLToPath(new URL("configs/", import.meta.url));
    const files = readdirSync(configs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const present = files.map((entry) => `${entry.parentPath}/${entry.name}`.slice(configs.length).replace(/^\//, ""));
    const started = [...allSetUps, ...GATEWAYS, MAP_URLPATH].flatMap(({ layers }) =>
      layers.flatMap((layer) => layer.files),
    );
    expect(present.toSorted()).toEqual([...new Set(started)].toSorted());
  });
});

describe("the list of attacks in docs/deploy/tests.md", () => {
  it("numbers the tests' attacks as the records do", () => {
    const listed = readPage("tests.md").match(/^\d+\. .*$/gm);
    expect(listed).toEqual(ATTACKS.map(({ name }, at) => `${at + 1}. ${name}`));
  });
});

describe.each([...SET_UPS.keys(), "gateways", "adapters"])("docs/deploy/observed/%s.json", (page) => {
  it("lists the tests' attacks", () => {
    expect(readRecord(page).attacks).toEqual(ATTACKS.map(({ name }) => name));
  });
});

describe.each([...SET_UPS])("the record and the table of %s", (page, setUps) => {
  it("show each set-up with its options, in order", () => {
    const recorded = readRecord<ObservedSetUp>(page).rows.map(({ name, title, options }) => ({ name, title, options }));
    expect(recorded).toEqual(setUps.map(({ name, title, options }) => ({ name, title, options })));
  });

  it("contain the same rows", () => expectTableOfRecord(page, tableOfSetUps(page)));
});

describe("the record and the table of gateways", () => {
  it("show each set-up with its environment, in order", () => {
    const { rows } = readRecord<ObservedGateway>("gateways");
    const recorded = rows.map(({ name, title, environment }) => ({ name, title, environment }));
    expect(recorded).toEqual(GATEWAYS.map(({ name, title, environment }) => ({ name, title, environment })));
  });

  it("contain the same rows", () => expectTableOfRecord("gateways", GATEWAY_TABLE));
});

describe("the record and the table of adapters", () => {
  it("contain the same rows", () => expectTableOfRecord("adapters", ADAPTER_TABLE));
});

async function expectTableOfRecord<Row>(page: string, table: TableOf<Row>): Promise<void> {
  const { versions, rows } = readRecord<Row>(page);
  expect(readPart(table.file, page)).toBe(await formatPart(versions, rows, table));
}

describe("the options of a platform", () => {
  it.each(PLATFORMS)("resolve the documented headers of $name to the client address", (platform) => {
    const resolution = resolve({ headers: platform.headers, peerAddress: platform.peer }, platform.options);
    expect(resolution).toMatchObject({ clientAddress: CLIENT, host: "app.example.com", issues: [] });
  });

  it.each(PLATFORMS)("are on a page with sources: $name", ({ name }) => {
    const page = pages.find((candidate) => listNamedBlocks(candidate).some((block) => block.name === name));
    expect(page).toBeDefined();
    const text = readPage(page ?? "README.md");
    expect(text).toMatch(/^## Sources$/m);
    expect(text).toMatch(/https:\/\//);
    expect(text).toMatch(/inferred/i);
    expect(text).toContain("](common-traps.md#platforms-that-no-test-can-run)");
  });
});
