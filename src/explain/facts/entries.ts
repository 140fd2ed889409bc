import { UNBALANCED } from "../../grammar/forwarded.js";
import { dropBlanks, skipBlanks } from "../../grammar/list.js";
import type { Chain } from "../../resolve/trusted-walk.js";

/** One value of a list: a place in its text. */
export interface Entry {
  /** From the right, from 1. */
  readonly place: number;
  /** The offset at which the trimmed value begins. */
  readonly start: number;
  /** The offset past the trimmed value. */
  readonly end: number;
  /** False if quotes do not balance in it: it then contains all the text to its left. */
  readonly isBalanced: boolean;
}

/** Lists the values of a header, nearest first, by the finder of the resolver. */
export function* listEntries(text: string, findEntryStart: Chain["findEntryStart"]): Generator<Entry, void, undefined> {
  let past = text.length;
  for (let place = 1; ; place += 1) {
    const found = findEntryStart(text, past);
    const isBalanced = found !== UNBALANCED;
    const start = skipBlanks(text, isBalanced ? found : 0, past);
    yield { place, start, end: dropBlanks(text, start, past), isBalanced };
    if (found <= 0) return;
    past = found - 1;
  }
}

/** Finds a value by its place; undefined if there are fewer, or if quotes do not balance before it. */
export function findEntry(text: string, findEntryStart: Chain["findEntryStart"], place: number): Entry | undefined {
  for (const entry of listEntries(text, findEntryStart)) if (entry.place === place) return entry;
  return undefined;
}

/** Counts the values of a header, up to a limit. */
export function countEntries(text: string, findEntryStart: Chain["findEntryStart"], limit: number): number {
  let count = 0;
  for (const { place } of listEntries(text, findEntryStart)) {
    count = place;
    if (count >= limit) break;
  }
  return count;
}
