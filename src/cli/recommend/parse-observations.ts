import type { Observation } from "../../recommend/observation.js";
import { shortenText } from "../../text/escape-text.js";
import { UsageError } from "../usage-error.js";
import { findObservationFault } from "../check-observation.js";

/**
 * Parses observations: JSON of one, of a list, or of one a line.
 *
 * @param source - the name of the file, for errors
 * @throws {UsageError} if it is not JSON, or a value is no observation
 */
export function parseObservations(text: string, source: string): readonly Observation[] {
  const name = shortenText(source, 60);
  const whole = parseJsonText(text);
  const values = whole === undefined ? parseLines(text, name) : [whole.value].flat();
  for (const [at, value] of values.entries()) {
    const fault = findObservationFault(value);
    if (fault !== undefined) throw new UsageError(`${name}: observation ${at + 1}: ${fault}`);
  }
  return values as readonly Observation[];
}

function parseLines(text: string, name: string): readonly unknown[] {
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    const parsed = parseJsonText(line);
    if (parsed === undefined) {
      throw new UsageError(`${name}: line ${at + 1} is no JSON; expected the output of npx proxyfix probe`);
    }
    return [parsed.value].flat();
  });
}

/** Parses JSON; undefined if it is none. */
function parseJsonText(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
