/** The columns that every output fits in. */
export const COLUMNS = 80;

/**
 * Wraps a text at spaces and behind commas; a longer word is broken.
 *
 * @param width - the most columns of a line, from 2
 * @returns the lines, at least one, without spaces at their ends
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/[^ ,]+[ ,]*|[ ,]+/g) ?? []) {
    if (line !== "" && (line + word).trimEnd().length > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
    while (line.trimEnd().length > width) {
      const end = findBreak(line, width);
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line.trimEnd() === "" && lines.length > 0 ? lines : [...lines, line.trimEnd()];
}

/** Finds the offset at which a word is broken: not between the two halves of a character. */
function findBreak(word: string, width: number): number {
  return /[\uD800-\uDBFF]/.test(word[width - 1]!) ? width - 1 : width;
}

/**
 * Wraps a text behind a lead, such as `! `.
 *
 * @param lead - the beginning of the first line; the other lines are indented by its length
 */
export function wrapAfter(lead: string, text: string): readonly string[] {
  const indent = " ".repeat(lead.length);
  return wrapText(text, COLUMNS - lead.length).map((line, at) => `${at === 0 ? lead : indent}${line}`.trimEnd());
}
