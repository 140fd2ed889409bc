import type { Fact } from "../../resolution.js";

/** The facts in the order of every page, with their names. */
export const FACT_NAMES: Readonly<Record<Fact, string>> = {
  address: "Address",
  proto: "Scheme",
  host: "Host",
  port: "Port",
  prefix: "Prefix",
};

const ORDINALS: readonly string[] = ["zeroth", "first", "second", "third", "fourth", "fifth"];

/** Formats a place from the right in words: `"last"`, `"second from the right"`. */
export function formatPlace(place: number): string {
  return place === 1 ? "last" : `${ORDINALS[place] ?? `number ${place}`} from the right`;
}

const NUMBERS: readonly string[] = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** Formats a number of things: `"one value"`, `"12 values"`. */
export function formatNumber(count: number, noun: string): string {
  return `${NUMBERS[count] ?? count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Writes the first letter as a capital. */
export function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Encodes the characters of a URL that end a text in single quotes, or a line, of a shell. */
export function quoteUrl(url: string): string {
  return url.replaceAll(/['\s\\]/g, (character) => (character === "'" ? "%27" : encodeURIComponent(character)));
}
