import { UNCLAIMED, type ExpectedHeaders } from "../headers/expected-headers.js";

/** Returns whether the name of a header line is this one, which is in lower case; nothing is copied. */
export function isName(lineName: string, name: string): boolean {
  if (lineName.length !== name.length) return false;
  if (lineName === name) return true;
  for (let at = 0; at < name.length; at += 1) {
    const code = lineName.charCodeAt(at);
    const isUpperCase = code >= 0x41 && code <= 0x5a;
    if ((isUpperCase ? code + 0x20 : code) !== name.charCodeAt(at)) return false;
  }
  return true;
}

/**
 * Gives header lines the expected values, in one pass. A header that changes has one line then: its first one, in its
 * place and case. A missing header is added at the end.
 *
 * @param lines - name and value in turn; not changed
 * @param hostName - the name of an added Host line
 * @returns the new lines, or undefined if nothing has to change
 */
export function changeLines(
  lines: readonly string[],
  expected: ExpectedHeaders,
  hostName: "Host" | "host",
): string[] | undefined {
  const kept = [...lines];
  const written: string[] = [];
  let length = 0;
  let isChanged = false;
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at]!;
    const value = expected.mayHave(name) ? readExpected(name.toLowerCase(), expected, written) : UNCLAIMED;
    if (value === undefined) {
      isChanged = true;
      continue;
    }
    kept[length] = name;
    kept[length + 1] = value === UNCLAIMED ? lines[at + 1]! : value;
    isChanged ||= kept[length + 1] !== lines[at + 1];
    length += 2;
  }
  kept.length = length;
  for (const name of expected.required) {
    const value = readExpected(name, expected, written);
    if (typeof value === "string") kept.push(name === "host" ? hostName : name, value);
  }
  return isChanged || kept.length > length ? kept : undefined;
}

/** Returns the value of a header that is not written yet; a second line of it is deleted. */
function readExpected(
  name: string,
  expected: ExpectedHeaders,
  written: string[],
): ReturnType<ExpectedHeaders["valueOf"]> {
  const value = expected.valueOf(name);
  if (typeof value !== "string") return value;
  if (written.includes(name)) return undefined;
  written.push(name);
  return value;
}
