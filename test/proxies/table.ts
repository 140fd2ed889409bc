import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { expect } from "vitest";
import { ATTACKS } from "./attacks.js";
import type { Page } from "./harness/facts-page.js";
import { HAS_IPV6 } from "./harness/ports.js";
import { versionOf } from "./harness/programs.js";
import type { ProxyName } from "./harness/programs.js";
import { OBSERVED_HEADERS, classifyHeader, classifyHost } from "./observe.js";
import type { Outcome } from "./outcome.js";
import { formatOptions } from "./options-text.js";
import type { SetUp } from "./set-ups/set-up.js";

const TABLE = fileURLToPath(new URL("../../docs/deploy/README.md", import.meta.url));

/** Two pages of one client: with headers of its own, and without. */
export interface HeaderProbe {
  readonly plain: Page;
  readonly probe: Page;
  readonly host: string;
  readonly port: number;
}

const FACTS = ["address", "proto", "host", "port", "prefix", "externalUrl", "Location", "cookie", "log"] as const;

/** A fact about a client, or something that an application makes of them. */
export type SeenFact = (typeof FACTS)[number];

/** What the tests of one set-up saw. */
export interface Observation {
  noteHeaders(probe: HeaderProbe): void;
  noteFeature(feature: string): void;
  /** Facts of an honest client that the application saw right. */
  noteFacts(...facts: readonly SeenFact[]): void;
  noteOutcome(attack: string, strict: boolean, outcome: Outcome): void;
  /** The proxies that took part. */
  readonly proxies: readonly ProxyName[];
  /** The cells of the set-up's row. */
  cells(): readonly string[];
}

/** The head of the tables of proxies in front of an HTTP application. */
const COLUMNS: readonly string[] = [
  ...["set-up", "X-F-For", "-Proto", "-Host", "-Port", "-Prefix", "Forwarded", "Host header", "options"],
  ...["seen right", "also seen", "attacks", "attacks under strict"],
];

/** Starts with nothing observed. */
export function createObservation(setUp: SetUp): Observation {
  const features = new Set<string>();
  const facts = new Set<SeenFact>();
  const outcomes = { lenient: new Map<string, Outcome>(), strict: new Map<string, Outcome>() };
  let headers: HeaderProbe | undefined;
  return {
    proxies: setUp.layers.map(({ proxy }) => proxy),
    noteHeaders: (probe) => (headers = probe),
    noteFeature: (feature) => features.add(feature),
    noteFacts: (...seen) => {
      for (const fact of seen) facts.add(fact);
    },
    noteOutcome: (attack, strict, outcome) => outcomes[strict ? "strict" : "lenient"].set(attack, outcome),
    cells: () => [
      setUp.title,
      ...formatHeaders(headers),
      `\`${formatOptions(setUp.options)}\``,
      formatFacts(facts),
      [...features].join(", ") || "–",
      formatOutcomes(outcomes.lenient),
      formatOutcomes(outcomes.strict),
    ],
  };
}

function formatFacts(seen: ReadonlySet<SeenFact>): string {
  return seen.size === FACTS.length ? "all" : FACTS.filter((fact) => seen.has(fact)).join(", ") || "–";
}

function formatHeaders(seen: HeaderProbe | undefined): readonly string[] {
  if (seen === undefined) return Array.from({ length: OBSERVED_HEADERS.length + 1 }, () => "?");
  const letters = OBSERVED_HEADERS.map((name) => classifyHeader(name, seen.plain, seen.probe));
  return [...letters, classifyHost(seen.plain, seen.host, seen.port)];
}

export function formatOutcomes(outcomes: ReadonlyMap<string, Outcome>): string {
  const kinds: readonly Outcome[] = ["truth", "unknown", "refused", "proxy's address", "forged"];
  const counted = kinds.map((kind): [Outcome, string[]] => {
    return [kind, [...outcomes].filter(([, outcome]) => outcome === kind).map(([attack]) => attack)];
  });
  const parts = counted.filter(([, attacks]) => attacks.length > 0);
  return parts.map(([kind, attacks]) => formatOutcome(kind, attacks)).join(", ");
}

/** How many, and, of what the application should not have believed, which: the numbers of the list above the tables. */
function formatOutcome(kind: Outcome, attacks: readonly string[]): string {
  if (kind !== "forged") return `${attacks.length} ${kind}`;
  const numbers = attacks.map((name) => ATTACKS.findIndex((attack) => attack.name === name) + 1);
  return `**forged: ${numbers.join(", ")}**`;
}

/**
 * Compares what a page's set-ups showed with its part of docs/deploy/README.md, or writes that part with
 * PROXYFIX_WRITE_TABLE=1. The version of a proxy is written, and not compared: another one that behaves alike is as good.
 */
export async function expectRows(
  page: string,
  observations: readonly Pick<Observation, "cells" | "proxies">[],
  columns: readonly string[] = COLUMNS,
): Promise<void> {
  const rows = observations.map((observation) => observation.cells());
  const text = readFileSync(TABLE, "utf8");
  if (process.env["PROXYFIX_WRITE_TABLE"] === "1") {
    const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
    const written = replacePart(text, page, `${formatVersions(observations)}\n\n${lines.join("\n")}`);
    writeFileSync(TABLE, await format(written, { parser: "markdown", printWidth: 120 }));
    return;
  }
  // Where the machine has no IPv6, nobody could see it.
  const seen = readRows(text, page).map((cells) => cells.map((cell) => (HAS_IPV6 ? cell : cell.replace("IPv6, ", ""))));
  expect(seen).toEqual(rows);
}

function formatVersions(observations: readonly Pick<Observation, "proxies">[]): string {
  const proxies = [...new Set(observations.flatMap((observation) => observation.proxies))];
  return `Observed with ${proxies.map((proxy) => `${proxy} ${versionOf(proxy)}`).join(", ")}.`;
}

function partOf(text: string, page: string): [start: number, end: number] {
  const marker = `<!-- observed: ${page} -->`;
  const start = text.indexOf(marker) + marker.length;
  const end = text.indexOf("<!-- end -->", start);
  if (start < marker.length || end < 0) throw new Error(`docs/deploy/README.md has no part "${marker}"`);
  return [start, end];
}

function replacePart(text: string, page: string, table: string): string {
  const [start, end] = partOf(text, page);
  return `${text.slice(0, start)}\n\n${table}\n\n${text.slice(end)}`;
}

function readRows(text: string, page: string): string[][] {
  const lines = text.slice(...partOf(text, page)).split("\n");
  const cells = lines.filter((line) => line.startsWith("|")).map((line) => line.slice(1, -1).split("|"));
  return cells.slice(2).map((row) => row.map((cell) => cell.trim()));
}
