import { shortenText } from "./escape-text.js";

const LONGEST_VALUE = 60;

/** Formats the value of a fact. */
export function formatValue(value: string | number | null): string {
  if (value === null) return "undefined";
  return value === "" ? "none" : shortenText(String(value), LONGEST_VALUE);
}

const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ["ip", "IP"],
  ["cf", "CF"],
]);

/** Formats the name of a header as documentation has it: `X-Real-IP`. */
export function formatHeaderName(name: string): string {
  const words = name
    .split("-")
    .map((word) => ABBREVIATIONS.get(word) ?? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return shortenText(words.join("-"), 40);
}
