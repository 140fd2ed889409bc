import { UNCLAIMED, type ExpectedHeaders } from "../headers/expected-headers.js";

/**
 * Gives header lines the expected values, in one pass and in place. A header that changes has one line then: its first
 * one, in its place and case. A missing header is added at the end.
 *
 * @param rawHeaders - name and value in turn
 * @param hostName - the name of an added Host line
 * @returns the same array; a new one if other code has sealed the lines
 */
export function writeLines(rawHeaders: string[], expected: ExpectedHeaders, hostName: "Host" | "host"): string[] {
  const kept = listKept(rawHeaders, expected, hostName);
  try {
    // Sealed lines throw at the first difference: none of them may be lost then.
    for (let at = 0; at < kept.length; at += 1) if (rawHeaders[at] !== kept[at]) rawHeaders[at] = kept[at]!;
    if (rawHeaders.length !== kept.length) rawHeaders.length = kept.length;
    return rawHeaders;
  } catch {
    return kept;
  }
}

function listKept(rawHeaders: readonly string[], expected: ExpectedHeaders, hostName: "Host" | "host"): string[] {
  const kept: string[] = [];
  const written: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    const value = expected.mayHave(name) ? readOnce(name.toLowerCase(), expected, written) : UNCLAIMED;
    if (value !== undefined) kept.push(name, value === UNCLAIMED ? rawHeaders[at + 1]! : value);
  }
  for (const name of expected.required) {
    const value = readOnce(name, expected, written);
    if (typeof value === "string") kept.push(name === "host" ? hostName : name, value);
  }
  return kept;
}

/** Returns the expected value of a header; undefined, so that the line is deleted, if an earlier line has the value. */
function readOnce(name: string, expected: ExpectedHeaders, written: string[]): ReturnType<ExpectedHeaders["valueOf"]> {
  const value = expected.valueOf(name);
  if (typeof value !== "string") return value;
  if (written.includes(name)) return undefined;
  written.push(name);
  return value;
}
