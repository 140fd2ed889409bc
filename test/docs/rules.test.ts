import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/index.js";
import { listAnchors, readPage, root } from "./markdown.js";

const PAGE = "docs/reference/rules.md";
const anchors = listAnchors(readPage(PAGE));
/** The anchors of the rules: a number and one word, or the name of a part without a number. */
const rules = anchors.filter((anchor) => /^r\d+-|^verified-headers$|^rewrites$/.test(anchor));

/** Reads the TypeScript files under a folder, by their paths from the project's root. */
function readSources(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const sources = paths.filter((path) => path.endsWith(".ts")).map((path) => `${folder}/${path}`);
  return new Map(sources.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

const folders = ["src", "test"].map((folder) => [folder, readSources(folder)] as const);

/** Lists the anchors of the page that a text cites by the page's path. */
function listCited(text: string): string[] {
  return [...text.matchAll(/docs\/reference\/rules\.md#([\w-]+)/g)].map((match) => match[1] ?? "");
}

describe(PAGE, () => {
  it("has a heading for each rule, R1 to R11 in order, then verified headers and rewrites", () => {
    const numbers = rules.map((anchor) => anchor.split("-")[0]);
    const expected = Array.from({ length: 11 }, (_, at) => `r${at + 1}`);
    expect(numbers).toEqual([...expected, "verified", "rewrites"]);
  });

  it("shows walks of R3 with the client addresses and the values of X-Forwarded-Proto that the resolver finds", () => {
    const rows = [...readPage(PAGE).matchAll(/^ +\| `([\d., ]+)` +\|.*\| ([\d.]+) +\| value (\d) +\|$/gm)];
    const shown = rows.map(([, chain, client, place]) => [chain, client, Number(place)]);
    const found = shown.map(([chain]) => {
      const headers = { "x-forwarded-for": String(chain), "x-forwarded-proto": "https, http" };
      const options = { trustedProxies: "10.0.0.0/8", xProto: 2 };
      const { clientAddress, proto } = resolve({ headers, peerAddress: "10.0.0.1" }, options);
      return [chain, clientAddress, proto === "https" ? 2 : 1];
    });
    expect(shown).toHaveLength(3);
    expect(shown).toEqual(found);
  });

  it("numbers the steps of each rule once, so that a step can be cited", () => {
    const sections = readPage(PAGE).split(/^## /m).slice(1);
    const twice = sections.filter((section) => {
      const steps = [...section.matchAll(/^(\d+)\. /gm)].map((match) => match[1]);
      return new Set(steps).size < steps.length;
    });
    expect(twice.map((section) => section.split("\n")[0])).toEqual([]);
  });

  it("is linked from the pages on which a reader looks for a rule", () => {
    const pages = ["CONTRIBUTING.md", "docs/README.md", "docs/reference/options.md", "docs/reference/resolution.md"];
    expect(pages.filter((page) => !/\]\((docs\/reference\/|reference\/|)rules\.md\)/.test(readPage(page)))).toEqual([]);
  });
});

describe.each(folders)("the files of %s", (_folder, sources) => {
  it("cite rules that exist, by number or by anchor", () => {
    const faults = [...sources].flatMap(([path, text]) => {
      const numbers = [...text.matchAll(/\bR(\d+)\b/g)].map((match) => `r${match[1]}-`);
      const unknown = numbers.filter((number) => !rules.some((rule) => rule.startsWith(number)));
      const lost = listCited(text).filter((anchor) => !anchors.includes(anchor));
      return [...unknown, ...lost].map((fault) => `${path}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it.each(rules)("cite %s by its anchor", (rule) => {
    expect([...sources.values()].some((text) => listCited(text).includes(rule))).toBe(true);
  });
});
