import type { ExplainedChain, Hop, HopReason } from "../../explain/explanation.js";
import { shortenText } from "../../text/escape-text.js";
import type { Line } from "../text/line.js";
import { COLUMNS, wrapText } from "../text/wrap-text.js";

/** One place of the drawing. */
interface Place {
  readonly mark: "●" | "○" | "×" | "?";
  readonly name: string;
  readonly role: string;
  /** Who stated it. */
  readonly source: string;
}

const LONGEST_TEXT = 24;
const ANYONE = "anyone could have written it";
const END = "  ■  the application";

/** Draws the way of a request, from the claims and the client at the top to the application at the bottom. */
export function formatChain({ hops, unlisted }: ExplainedChain): readonly Line[] {
  const listed = hops.map((hop) => createPlace(hop, hops)).toReversed();
  const more: Place = { mark: "×", name: `${unlisted} more`, role: "not believed", source: ANYONE };
  const places = unlisted > 0 ? [more, ...listed] : listed;
  const names = Math.max(0, ...places.map(({ name }) => name.length));
  const roles = Math.max(0, ...places.map(({ role }) => role.length));
  const rows = places.map(
    ({ mark, name, role, source }) => `  ${mark}  ${name.padEnd(names)}   ${role.padEnd(roles)}   ${source}`,
  );
  const isNarrow = rows.every((row) => row.length <= COLUMNS);
  const drawn = isNarrow ? drawRows(places, rows) : places.flatMap((place) => drawStacked(place));
  return [...drawn, END];
}

/** Draws a row for each place, with a line between two of them; claims stand together. */
function drawRows(places: readonly Place[], rows: readonly string[]): readonly Line[] {
  return places.flatMap((place, at) => {
    const next = places[at + 1];
    const isConnected = next !== undefined && !(place.mark === "×" && next.mark === "×");
    return [paint(place, rows[at]!), ...(isConnected ? [barOf(place)] : [])];
  });
}

/** Draws a place whose row is too wide: its parts stand below each other. */
function drawStacked(place: Place): readonly Line[] {
  const rest = wrapText(`${place.role}, ${place.source}`, COLUMNS - 5);
  return [
    ...wrapText(place.name, COLUMNS - 5).map((part, at) => paint(place, `  ${at === 0 ? place.mark : " "}  ${part}`)),
    ...rest.map((part) => `${barOf(place)}  ${part}`),
  ];
}

function barOf({ mark }: Place): string {
  return mark === "×" ? "  ┆" : "  │";
}

function paint({ mark }: Place, text: string): Line {
  if (mark === "○") return text;
  return { text, style: ({ "●": "client", "×": "claim", "?": "warning" } as const)[mark] };
}

function createPlace(hop: Hop, hops: readonly Hop[]): Place {
  return { mark: markOf(hop), name: nameOf(hop), role: describeRole(hop), source: describeSource(hop, hops) };
}

/** Returns whether an entry was counted, and nothing could be read from it. */
function isUnknown({ verdict }: Hop): boolean {
  return verdict === "unreadable" || verdict === "unsettled";
}

function markOf(hop: Hop): Place["mark"] {
  if (isUnknown(hop)) return "?";
  return ({ claim: "×", client: "●", proxy: "○" } as const)[hop.role];
}

function nameOf({ address, text = "unknown" }: Hop): string {
  return address ?? (text === "" ? "(empty)" : shortenText(text, LONGEST_TEXT));
}

const UNREADABLE: Readonly<Partial<Record<HopReason, string>>> = {
  "short-chain": "too few values",
  empty: "empty",
  unidentified: "without for",
  unbalanced: "open quote",
  duplicate: "several values",
};

function describeRole(hop: Hop): string {
  if (isUnknown(hop)) return UNREADABLE[hop.reason] ?? "unreadable";
  if (hop.role !== "proxy") return hop.role === "client" ? "the client" : "not believed";
  return hop.hop === 0 ? "peer" : "proxy";
}

function describeSource({ saidBy, verdict }: Hop, hops: readonly Hop[]): string {
  if (saidBy === "client") return ANYONE;
  if (saidBy !== "connection") return `said by ${nameOf(hops[saidBy] ?? UNKNOWN)}`;
  return verdict === "untrusted" ? "the connection: no proxy of yours" : "the connection itself";
}

/** A hop that is not listed. */
const UNKNOWN: Hop = {
  hop: 0,
  address: null,
  role: "proxy",
  verdict: "believed",
  reason: "counted",
  saidBy: "connection",
};
