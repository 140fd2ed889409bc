/** A style of a line; colour repeats only the meaning that marks and words have. */
export type Style = "client" | "claim" | "warning" | "heading";

/** A line of an output, without its line break. */
export type Line = string | { readonly text: string; readonly style: Style };

const CODES: Readonly<Record<Style, readonly [start: number, end: number]>> = {
  client: [32, 39],
  claim: [31, 39],
  warning: [33, 39],
  heading: [1, 22],
};

/** Formats lines as plain text. */
export function formatLines(lines: readonly Line[]): string {
  return lines.map((line) => `${typeof line === "string" ? line : line.text}\n`).join("");
}

/** Formats lines with the colours of a terminal (ECMA-48 SGR). */
export function formatColoredLines(lines: readonly Line[]): string {
  return lines.map((line) => `${typeof line === "string" ? line : colorText(line.text, line.style)}\n`).join("");
}

function colorText(text: string, style: Style): string {
  const [start, end] = CODES[style];
  return `\u001B[${start}m${text}\u001B[${end}m`;
}
