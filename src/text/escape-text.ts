/** Characters that a terminal obeys or that cannot be seen: control, format, direction, lone surrogates, line separators. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Escapes a text for a terminal: nothing of a request is printed without it.
 *
 * @returns the text, with `\u{1b}` for each character that a terminal obeys or that cannot be seen
 */
export function escapeText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/**
 * Escapes a text and cuts it to a number of columns.
 *
 * @param width - the most columns of the result, from 1
 * @returns the escaped text; if it is longer, its beginning with `…`
 */
export function shortenText(text: string, width: number): string {
  let shown = "";
  let beginning = "";
  for (const character of text) {
    shown += escapeText(character);
    if (shown.length > width) return `${beginning}…`;
    if (shown.length < width) beginning = shown;
  }
  return shown;
}

/**
 * Formats a value as JSON for a terminal, indented by two spaces.
 *
 * @returns JSON of the same value: `\u202e` stands for a character that a terminal obeys
 */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .split("\n")
    .map((line) => line.replaceAll(UNSAFE, escapeUnits))
    .join("\n");
}

/** Escapes each UTF-16 unit, as JSON has it. */
function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
