import { describe, expect, it } from "vitest";
import { LOCATION_HEADERS, VENDOR_HEADERS, VENDOR_SIGNS } from "../../src/options/vendor-headers.js";
import { listBlocks, listPages, listSections, readPage, readSection } from "./markdown.js";
import { listLiterals, listProperties } from "./types.js";

const OPTIONS = "docs/reference/options.md";
const RESOLUTION = "docs/reference/resolution.md";
const CLIENT_HEADERS = "docs/reference/client-headers.md";
const RECOMMEND = "docs/reference/recommend.md";
const CHANNEL = "docs/reference/channel.md";
const ERRORS = "docs/reference/errors.md";
const INSPECTOR = "docs/reference/inspector.md";
const ORIGINALS = "docs/adapters/node.md";

/** Lists the names of the third-level headings. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^### (.+)$/gm)].map((match) => match[1] ?? "");
}

/** Lists the codes in the first column of a section's tables. */
function firstColumnOf(text: string): string[] {
  return [...text.matchAll(/^\| `?([^`|]+?)`? *\|/gm)]
    .map((match) => match[1] ?? "")
    .filter((cell) => !/^ ?-+ ?$/.test(cell));
}

interface Documented {
  readonly name: string;
  readonly defaultText: string | undefined;
}

function listDocumented(text: string): Documented[] {
  return headingsOf(text).map((name) => {
    const entry = text.slice(text.indexOf(`### ${name}\n`));
    const defaultText = /^_Default:_ ([^]+?)\.$/m
      .exec(entry)?.[1]
      ?.replaceAll(/[\s`]+/g, " ")
      .trim();
    return { name, defaultText };
  });
}

describe(OPTIONS, () => {
  const page = readPage(OPTIONS);
  const adaptersPart = page.indexOf("\n## Options of adapters\n");

  it("lists the options of the core, each once and in order, with their defaults", () => {
    const expected = listProperties("src/options/options.ts", "ProxyFixOptions");
    expect(listDocumented(page.slice(0, adaptersPart))).toEqual(expected);
  });

  it("lists the options of adapters, each once and in order, with their defaults", () => {
    const expected = [
      ...["AdapterOptions", "SocketOptions"].flatMap((name) => listProperties("src/headers/adapter-options.ts", name)),
      ...listProperties("src/adapters/fetch/peer-option.ts", "PeerOptions"),
    ];
    expect(listDocumented(page.slice(adaptersPart))).toEqual(expected);
  });

  it("describes the effect of each unset option, and its attack", () => {
    for (const name of headingsOf(page)) {
      const entry = readSection(OPTIONS, `### ${name}`);
      expect(entry, name).toContain("**Unset:**");
      expect(entry, name).toContain("**Attack:**");
    }
  });
});

describe(RESOLUTION, () => {
  it("lists the fields of a resolution, each once and in order", () => {
    const expected = listProperties("src/resolution.ts", "Resolution").map(({ name }) => name);
    expect(headingsOf(readSection(RESOLUTION, "## Fields"))).toEqual(expected);
  });

  it("lists the reasons of issues", () => {
    const [, ...reasons] = firstColumnOf(readSection(RESOLUTION, "### issues"));
    expect(reasons).toEqual(listLiterals("src/resolution.ts", "IssueReason"));
  });

  it("lists the facts of a request", () => {
    const [, ...facts] = firstColumnOf(readSection(RESOLUTION, "## Request facts"));
    expect(facts).toEqual(listProperties("src/resolution.ts", "RequestFacts").map(({ name }) => name));
  });
});

describe(RECOMMEND, () => {
  const TYPES = "src/recommend/recommendation.ts";
  const namesOf = (path: string, name: string): string[] => listProperties(path, name).map((property) => property.name);
  const listIn = (heading: string): string[] => firstColumnOf(readSection(RECOMMEND, heading)).slice(1);
  const literalsOf = (name: string): string[] => listLiterals(TYPES, name).map(String);

  it("lists the fields of an observation", () => {
    const path = "src/recommend/observation.ts";
    const fields = [
      ...namesOf(path, "SentRequest").map((name) => `sent.${name}`),
      "arrived",
      ...namesOf(path, "ArrivedRequest").map((name) => `arrived.${name}`),
      "answered",
    ];
    expect(listIn("## An observation")).toEqual(fields);
  });

  it("lists the fields of a recommendation, the checks and the reasons without options", () => {
    const fields = firstColumnOf(readSection(RECOMMEND, "## The recommendation").split("\n### ")[0]!).slice(1);
    expect(fields.toSorted()).toEqual(namesOf(TYPES, "Recommendation").toSorted());
    expect(listIn("### Checks").toSorted()).toEqual(literalsOf("CheckCode").toSorted());
    expect(listIn("### Why there are no options").toSorted()).toEqual(literalsOf("DeclineCode").toSorted());
  });
});

describe("the rows of the recommendation", () => {
  const rows = new Map(
    [...readSection(RECOMMEND, "## The recommendation").matchAll(/^\| `(\w+)` +\| (.*) \|$/gm)].map(
      ([, name = "", text = ""]) => [name, text],
    ),
  );

  it.each([
    ["facts", "RecommendedFact"],
    ["checks", "Check"],
    ["choices", "PeerChoice"],
    ["guards", "Safeguard"],
    ["fixes", "Fix"],
    ["proxy", "RecognizedProxy"],
  ])("name in %s each field of %s", (row, type) => {
    const fields = listProperties("src/recommend/recommendation.ts", type).map(({ name }) => name);
    expect(fields.filter((name) => !rows.get(row)?.includes(`\`${name}\``))).toEqual([]);
  });
});

describe(ORIGINALS, () => {
  it("names the properties of the received request, in order", () => {
    const [sentence = ""] = /contains the received values: [^.]*\./.exec(readSection(ORIGINALS, "## Originals")) ?? [];
    const expected = listProperties("src/headers/adapter-resolution.ts", "Original").map(({ name }) => name);
    expect([...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(expected);
  });
});

describe("the pages beside the reference", () => {
  const others = listPages().flatMap((page) => listSections(readPage(page)).map(({ text }) => ({ page, text })));
  const headingOf = (text: string): string => /^##+ (\S+)$/m.exec(text.split("\n")[0] ?? "")?.[1] ?? "";

  it("link to the description of an option if they have a heading of its name", () => {
    const options = headingsOf(readPage(OPTIONS));
    const own = others.filter(({ page, text }) => page !== OPTIONS && options.includes(headingOf(text)));
    expect(own.length).toBeGreaterThan(0);
    const lost = own.filter(({ text }) => !text.includes(`options.md#${headingOf(text).toLowerCase()})`));
    expect(lost.map(({ page, text }) => `${page}: ${headingOf(text)}`)).toEqual([]);
  });

  it("have no heading of a code, and state no default", () => {
    const isSecond = ({ page, text }: (typeof others)[number]): boolean =>
      (page !== ERRORS && /^(?:ERR_)?PROXYFIX_/.test(headingOf(text))) ||
      (![OPTIONS, INSPECTOR].includes(page) && /^_Default:_|\. _Default:_/m.test(text));
    expect(others.filter(isSecond).map(({ page, text }) => `${page}: ${headingOf(text)}`)).toEqual([]);
  });

  it("name only codes that exist", () => {
    const codes = [
      ...listLiterals("src/errors.ts", "ProxyFixErrorCode"),
      ...listLiterals("src/request/warn-once.ts", "WarningCode"),
    ];
    const isVariable = (name: string): boolean => /^PROXYFIX_(?:REQUIRE|WRITE)_/.test(name);
    const lost = listPages().flatMap((page) =>
      [...readPage(page).matchAll(/\b(?:ERR_)?PROXYFIX_[A-Z_]+/g)]
        .filter(([name]) => !codes.includes(name) && !isVariable(name))
        .map(([name]) => `${page}: ${name}`),
    );
    expect(lost).toEqual([]);
  });
});

describe(INSPECTOR, () => {
  it("lists the options, each once and in order", () => {
    const expected = listProperties("src/inspector/index.ts", "InspectorOptions").map(({ name }) => name);
    expect(headingsOf(readSection(INSPECTOR, "## Options"))).toEqual(expected);
  });
});

describe(ERRORS, () => {
  it("lists the codes", () => {
    const [, ...codes] = firstColumnOf(readPage(ERRORS).split("\n## ")[0] ?? "");
    expect(codes).toEqual(listLiterals("src/errors.ts", "ProxyFixErrorCode"));
  });

  it("lists the codes of warnings, each with a heading", () => {
    const warnings = readSection(ERRORS, "## Warnings");
    const codes = [...warnings.matchAll(/^\| \[`(\w+)`\]/gm)].map((match) => match[1]);
    expect(codes).toEqual(headingsOf(warnings));
    expect(new Set(codes)).toEqual(new Set(listLiterals("src/request/warn-once.ts", "WarningCode")));
  });

  it("lists the statuses of a refusal", () => {
    const cells = firstColumnOf(readSection(ERRORS, "## ProxyFixRefusal"));
    const statuses = cells.filter((cell) => /^\d+$/.test(cell)).map(Number);
    expect(new Set(statuses)).toEqual(new Set(listLiterals("src/errors.ts", "RefusalStatus")));
  });
});

describe(CHANNEL, () => {
  it("lists the properties of a message, and those of shadow", () => {
    const cells = firstColumnOf(readSection(CHANNEL, "## Message")).filter((cell) => cell !== "property");
    const expected = ["ResolutionMessage", "ShadowOutcome"].flatMap((name) =>
      listProperties("src/headers/resolution-message.ts", name),
    );
    expect(cells).toEqual(expected.map(({ name }) => name));
  });
});

describe(CLIENT_HEADERS, () => {
  const listIn = (text: string): string[] => listBlocks(text).flatMap(({ code }) => code.split(/\s+/));

  it("lists the vendor headers that are deleted, each once and in order", () => {
    expect(listIn(readPage(CLIENT_HEADERS))).toEqual(VENDOR_HEADERS);
  });

  it("lists those that are a sign of a proxy, and those with a location, under headings of their own", () => {
    expect(listIn(readSection(CLIENT_HEADERS, "## Address, scheme and host"))).toEqual(VENDOR_SIGNS);
    expect(listIn(readSection(CLIENT_HEADERS, "## Location"))).toEqual(LOCATION_HEADERS);
  });
});
