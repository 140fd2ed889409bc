import type { Resolution } from "../resolution.js";
import type { ClaimingLines } from "./claiming-lines.js";
import type { Engine } from "./engine.js";
import type { PlainHeaders } from "./verified-headers.js";

/**
 * Says whether {@link verifyLines} can be called: no header would have to be added, and no function of the user's that says
 * whom to trust has changed one meanwhile.
 *
 * @param claiming - the headers that claim something, as they were found
 */
export function canVerifyLines(
  { names, lines: places }: ClaimingLines,
  headers: PlainHeaders,
  lines: readonly string[],
  engine: Engine,
  resolution: Resolution,
): boolean {
  for (let next = 0; next < names.length; next += 1) {
    if (headers[names[next]!] !== lines[places[next]! + 1]) return false;
  }
  return names.includes("host") || engine.tell(resolution, "authority") === undefined;
}

/**
 * Makes the headers that claim something, and their lines, hold what is believed, in place; those that claim what nobody
 * believes are taken out. For headers of which each has one line.
 *
 * @param claiming - all of them
 * @returns the names of those that say something else now, or are gone
 * @throws {TypeError} where other code has sealed headers or lines; some may be written by then
 */
export function verifyLines(
  { names, lines: places }: ClaimingLines,
  headers: PlainHeaders,
  lines: string[],
  engine: Engine,
  resolution: Resolution,
): readonly string[] {
  const written: string[] = [];
  let to = -1;
  let from = 0;
  for (let next = 0; next < names.length; next += 1) {
    const name = names[next]!;
    const at = places[next]!;
    const believed = engine.tell(resolution, engine.claims.find(name)!);
    if (believed === lines[at + 1]) continue;
    written.push(name);
    if (believed === undefined) {
      delete headers[name];
      to = to < 0 ? at : move(lines, from, at, to);
      from = at + 2;
    } else {
      headers[name] = believed;
      lines[at + 1] = believed;
    }
  }
  if (to >= 0) {
    to = move(lines, from, lines.length, to);
    while (lines.length > to) lines.pop();
  }
  return written;
}

/** Moves the lines between two places to an earlier one; gives the place behind them. */
function move(lines: string[], from: number, end: number, to: number): number {
  let place = to;
  for (let at = from; at < end; at += 1, place += 1) lines[place] = lines[at]!;
  return place;
}

/** Gives the headers of which each has one line. */
export function toHeaders(lines: readonly string[]): PlainHeaders {
  const headers: PlainHeaders = {};
  for (let at = 0; at < lines.length; at += 2) headers[lines[at]!.toLowerCase()] = lines[at + 1];
  return headers;
}
