import type { Explanation, ExplainedFact } from "../../explain/index.js";
import type { Fix } from "../../recommend/index.js";
import { shortenText } from "../../text/escape-text.js";
import { formatHeaderName } from "../../text/format-value.js";
import type { FactRow, Outcome } from "../report/fact-rows.js";
import { html, type Content, type Markup } from "./html.js";
import { CHECK, CROSS } from "./icons.js";
import { FACT_NAMES, formatPlace } from "./words.js";

const LONGEST_VALUE = 120;

/**
 * Renders the facts: value, source, the value that was forged, and its end.
 *
 * @param explanation - of the plain visit; left out if it did not arrive
 * @param fixes - the change that makes each untold fact known
 */
export function renderFacts(
  rows: readonly FactRow[],
  explanation: Explanation | undefined,
  fixes: readonly Fix[],
): Markup {
  const body = rows.map((row) => {
    const fix = fixes.find(({ fact }) => fact === row.fact);
    return html`<tr><th scope="row">${FACT_NAMES[row.fact]}</th>${renderValue(row)}<td>${describeSource(row, explanation)}${fix !== undefined && html`<span class="fix">${fix.text}</span>`}</td><td>${row.forged !== undefined && html`<del>${shortenText(row.forged.text, LONGEST_VALUE)}</del>`}</td>${renderOutcome(row)}</tr>`;
  });
  return html`<table class="facts"><thead><tr><th scope="col">Fact</th><th scope="col">Value</th><th scope="col">Said by</th><th scope="col">Forged as</th><th scope="col">Outcome</th></tr></thead><tbody>${body}</tbody></table>`;
}

/** Renders the end of each forged value, if no options are known by which a fact has a value. */
export function renderForgedValues(rows: readonly FactRow[]): Markup {
  const body = rows.map(
    ({ fact, forged, outcome, status }) =>
      html`<tr><th scope="row">${FACT_NAMES[fact]}</th><td>${forged !== undefined && html`<del>${shortenText(forged.text, LONGEST_VALUE)}</del>`}</td>${renderOutcome({ fact, value: null, outcome, ...(status !== undefined && { status }) })}</tr>`,
  );
  return html`<table class="facts short"><thead><tr><th scope="col">Fact</th><th scope="col">Forged as</th><th scope="col">Outcome</th></tr></thead><tbody>${body}</tbody></table>`;
}

function renderValue({ value }: FactRow): Markup {
  if (value === null) return html`<td class="bad">not known</td>`;
  if (value === "") return html`<td class="soft">none</td>`;
  return html`<td><span class="value">${shortenText(String(value), LONGEST_VALUE)}</span></td>`;
}

/** Describes where a value comes from; `explained` has the place among several. */
function describeSource({ fact, value, source }: FactRow, explanation: Explanation | undefined): Content {
  if (source === null) return "no header that is right every time";
  const explained = explanation?.facts[fact];
  if (source !== "connection") return `${formatHeaderName(source)}${describePlace(explained)}`;
  if (fact === "address") return "the connection itself";
  if (fact === "proto") return value === "https" ? "the connection, which is TLS" : "the connection, which is not TLS";
  if (fact === "prefix") return "the path arrived whole";
  return fact === "port" ? "the Host header, or the scheme’s own" : "the Host header, as the client asked";
}

function describePlace(explained: ExplainedFact | undefined): string {
  const place = explained?.source !== undefined && "place" in explained.source ? explained.source.place : 1;
  return place > 1 ? `, ${formatPlace(place)}` : "";
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  passes: "not believed",
  pushed: "pushed to the left",
  overwritten: "overwritten",
  removed: "removed",
  refused: "refused on the way",
  untried: "not tried",
};

function renderOutcome({ value, outcome, status, fact }: Omit<FactRow, "source">): Markup {
  if (outcome === "untried") return html`<td class="outcome soft">${OUTCOMES[outcome]}</td>`;
  if (value === null && (outcome === "passes" || outcome === "pushed")) {
    const text = fact === "address" ? "arrives as written" : "passes unchecked";
    return html`<td class="outcome bad">${CROSS}${text}</td>`;
  }
  return html`<td class="outcome good">${CHECK}${OUTCOMES[outcome]}${status !== undefined && ` (${status})`}</td>`;
}
