import { readHeader, readMember, textOf } from "../../options/read-header.js";
import type { RequestHeaders } from "../../resolution.js";
import type { HeaderSource } from "../explanation.js";

/** A header as received, with the ends of its lines. */
export interface HeaderLines {
  /** In lower case. */
  readonly header: string;
  /** All lines joined with commas. */
  readonly text: string;
  /** The offset past each line. A text is one line, and so is a header of a fetch `Headers`. */
  readonly ends: readonly number[];
}

/** Reads a header with its lines; undefined if it is missing. */
export function readHeaderLines(headers: RequestHeaders, header: string): HeaderLines | undefined {
  const text = readHeader(headers, header);
  if (text === undefined) return undefined;
  const lines = textOf(readMember(headers, header));
  // A fetch Headers may have a property of this name, which is not the header.
  if (!Array.isArray(lines) || lines.join(",") !== text) return { header, text, ends: [text.length] };
  let end = -1;
  return { header, text, ends: lines.map((line) => (end += 1 + line.length)) };
}

/** Finds the line that contains an offset, from 1. The comma that joins two lines belongs to the first. */
export function findLine({ ends }: HeaderLines, offset: number): number {
  return ends.findIndex((end) => offset <= end) + 1;
}

/** Creates the source of a value between two offsets. */
export function createSource(lines: HeaderLines, place: number, start: number, end: number): HeaderSource {
  const { header, text, ends } = lines;
  return { header, place, line: findLine(lines, start), lines: ends.length, text: text.slice(start, end) };
}
