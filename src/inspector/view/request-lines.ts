import { shortenText } from "../../text/escape-text.js";
import { html, type Markup } from "./html.js";
import { capitalize, formatNumber } from "./words.js";

/** A part of a header's value that is marked. */
export interface Highlight {
  /** In lower case. */
  readonly header: string;
  /** As received. */
  readonly text: string;
  /** The line of the header that contains it, from 1; left out for every line. */
  readonly line?: number;
  readonly kind: "forged" | "believed";
}

/** Longer values are cut: a page is for people, and JSON contains all of it. */
const LONGEST_VALUE = 600;
const LONGEST_NAME = 80;
/** More lines are counted only. */
const MOST_LINES = 100;
const REDACTED = /^hidden, \d+ characters$/;

/** Headers that speak of the way of a request, in the order of the page; then those whose values are hidden. */
const OF_INTEREST: readonly string[] = [
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
  "x-real-ip",
  "via",
  "cookie",
  "authorization",
  "proxy-authorization",
];

/**
 * Renders the lines of a request as received: names and values, with the parts that were forged and those believed. Lines
 * that have nothing to do with the way of the request stand behind a summary.
 */
export function renderRequestLines(rawHeaders: readonly string[], highlights: readonly Highlight[] = []): Markup {
  const lines = listLines(rawHeaders);
  const isShown = ({ name }: NumberedLine): boolean =>
    OF_INTEREST.includes(name) || highlights.some(({ header, kind }) => header === name && kind === "believed");
  const shown = lines.filter(isShown).toSorted((left, right) => rankOf(left) - rankOf(right));
  const others = lines.filter((line) => !isShown(line));
  const more = html`<details><summary>${capitalize(formatNumber(others.length, "other line"))}</summary>${renderList(others, highlights)}</details>`;
  return html`${renderList(shown, highlights)}${others.length > 0 && more}`;
}

/** A header that options believe, and that is none of the usual ones, comes first. */
function rankOf({ name }: NumberedLine): number {
  return OF_INTEREST.indexOf(name);
}

function renderList(lines: readonly NumberedLine[], highlights: readonly Highlight[]): Markup {
  const rest = lines.length - MOST_LINES;
  const end = rest > 0 && html`<dt>…</dt><dd class="soft">${formatNumber(rest, "more line")}</dd>`;
  return html`<dl>${lines.slice(0, MOST_LINES).map((line) => renderLine(line, highlights))}${end}</dl>`;
}

/** A header line, and its number among those of its name, from 1. */
interface NumberedLine {
  readonly name: string;
  readonly value: string;
  readonly number: number;
}

function listLines(rawHeaders: readonly string[]): readonly NumberedLine[] {
  const counts = new Map<string, number>();
  return rawHeaders.flatMap((name, at) => {
    if (at % 2 === 1) return [];
    const key = name.toLowerCase();
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return [{ name: key, value: rawHeaders[at + 1] ?? "", number }];
  });
}

function renderLine({ name, value, number }: NumberedLine, highlights: readonly Highlight[]): Markup {
  const found = highlights.filter(({ header, line }) => header === name && (line === undefined || line === number));
  const content = REDACTED.test(value)
    ? html`<dd class="soft">${value}</dd>`
    : html`<dd>${value === "" ? html`<span class="soft">(empty)</span>` : renderValue(value, found)}</dd>`;
  return html`<dt>${shortenText(name, LONGEST_NAME)}</dt>
    ${content}`;
}

/** A part of a value between two offsets. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: Highlight["kind"];
}

function renderValue(value: string, highlights: readonly Highlight[]): readonly Markup[] {
  const shown = value.slice(0, LONGEST_VALUE);
  const spans = listSpans(shown, highlights);
  const parts: Markup[] = [];
  let end = 0;
  for (const span of spans) {
    parts.push(html`${shown.slice(end, span.start)}${renderSpan(shown.slice(span.start, span.end), span.kind)}`);
    end = span.end;
  }
  parts.push(html`${shown.slice(end)}`);
  const cut = value.length - shown.length;
  return cut > 0 ? [...parts, html`<span class="soft">… and ${cut} more characters</span>`] : parts;
}

function renderSpan(text: string, kind: Highlight["kind"]): Markup {
  return kind === "forged"
    ? html`<mark><span class="quiet">forged: </span>${text}</mark>`
    : html`<mark class="ok"><span class="quiet">believed: </span>${text}</mark>`;
}

/** Lists the marked parts from the left, each character in one of them at most; what is believed comes first. */
function listSpans(value: string, highlights: readonly Highlight[]): readonly Span[] {
  const spans: Span[] = [];
  for (const kind of ["believed", "forged"] as const) {
    for (const { text } of highlights.filter((highlight) => highlight.kind === kind)) {
      const found = listPlaces(value, text).map((start): Span => ({ start, end: start + text.length, kind }));
      const free = found.filter((span) => spans.every(({ start, end }) => span.end <= start || span.start >= end));
      // A believed value stands at the right, behind those that clients wrote.
      const span = kind === "believed" ? free.at(-1) : free[0];
      if (span !== undefined) spans.push(span);
    }
  }
  return spans.toSorted((left, right) => left.start - right.start);
}

const PART_OF_WORD = /[\w.:/-]/;

/** Lists the offsets of a text among the values of a list: `http` is no part of `https`. */
function listPlaces(value: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text === "" ? -1 : value.indexOf(text); at >= 0; at = value.indexOf(text, at + text.length)) {
    const end = at + text.length;
    const isWhole = !PART_OF_WORD.test(value[at - 1] ?? "") && !PART_OF_WORD.test(value[end] ?? "");
    if (isWhole) places.push(at);
  }
  return places;
}
