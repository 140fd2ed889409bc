import type { Resolution } from "../resolution.js";
import type { ClaimingLines } from "./claiming-lines.js";
import type { Engine } from "./engine.js";
import type { NameTable } from "./name-table.js";
import type { PlainHeaders } from "./verified-headers.js";

/** What stood in a header and its line before it was written over, or taken out. */
export interface Displaced {
  readonly name: string;
  /** Where the line stood among all that came. */
  readonly at: number;
  readonly spelling: string;
  readonly value: string;
  readonly isGone: boolean;
}

/**
 * Makes the headers that claim something, and their lines, hold what is believed, in place; those that claim what nobody
 * believes are taken out.
 *
 * @param claiming - all of them, where each has one line
 * @returns what stood there before, in its order; undefined where a header would have to be added, and nothing was written
 */
export function verifyLines(
  { names, lines: places }: ClaimingLines,
  headers: PlainHeaders,
  lines: string[],
  engine: Engine,
  resolution: Resolution,
): readonly Displaced[] | undefined {
  if (!names.includes("host") && engine.tell(resolution, "authority") !== undefined) return undefined;
  const displaced: Displaced[] = [];
  let gone = 0;
  for (let next = 0; next < names.length; next += 1) {
    const name = names[next]!;
    const at = places[next]!;
    const value = lines[at + 1]!;
    const believed = engine.tell(resolution, engine.claims.find(name)!);
    if (believed === value) continue;
    displaced.push({ name, at, spelling: lines[at]!, value, isGone: believed === undefined });
    if (believed === undefined) {
      delete headers[name];
      gone += 1;
    } else {
      headers[name] = believed;
      lines[at + 1] = believed;
    }
  }
  if (gone > 0) takeOut(lines, displaced);
  return displaced;
}

/** Takes the lines out that are gone; each that stays is moved once. */
function takeOut(lines: string[], displaced: readonly Displaced[]): void {
  let to = -1;
  let from = 0;
  for (const { at, isGone } of displaced) {
    if (!isGone) continue;
    to = to < 0 ? at : move(lines, from, at, to);
    from = at + 2;
  }
  to = move(lines, from, lines.length, to);
  while (lines.length > to) lines.pop();
}

/** Moves the items between two places to an earlier one; gives the place behind them. */
function move(lines: string[], from: number, end: number, to: number): number {
  let place = to;
  for (let at = from; at < end; at += 1, place += 1) lines[place] = lines[at]!;
  return place;
}

/** Gives a copy of lines as they came; what an application has changed since is left as it is. */
export function restoreLines(lines: readonly string[], displaced: readonly Displaced[]): string[] {
  const before = [...lines];
  for (const { at, spelling, value, isGone } of displaced) {
    if (isGone) before.splice(at, 0, spelling, value);
    else if (before[at] === spelling) before[at + 1] = value;
  }
  return before;
}

/**
 * Gives headers as they came: those that have a line, no others. What nobody watches says what it says now.
 *
 * @param lines - as they came
 * @param headers - as they are now
 * @param watched - the headers of which each had one line, which said the same
 */
export function restoreHeaders(
  lines: readonly string[],
  headers: PlainHeaders,
  watched: NameTable<true> | undefined,
): PlainHeaders {
  const before: PlainHeaders = {};
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at]!.toLowerCase();
    const isWatched = watched?.find(name) !== undefined;
    before[name] = (isWatched ? undefined : headers[name]) ?? lines[at + 1];
  }
  return before;
}
