import type { Observation } from "../../recommend/observation.js";
import { recommend } from "../../recommend/index.js";
import type { Arguments, Flags } from "../parse-arguments.js";
import { decodeText, readInput, readTextFile } from "../read-input.js";
import type { Surroundings } from "../surroundings.js";
import { formatJson } from "../../text/escape-text.js";
import { UsageError } from "../usage-error.js";
import { writeOutput } from "../write-output.js";
import { formatRecommendation } from "./format-recommendation.js";
import { parseObservations } from "./parse-observations.js";

/** The flags of `recommend`. */
export const RECOMMEND_FLAGS: Flags = { json: {} };

/** In bytes. */
const LONGEST_INPUT = 16_777_216;
/** Each one is resolved by every candidate. */
const MOST_OBSERVATIONS = 10_000;

/**
 * Finds the options from observations in files.
 *
 * @returns the exit code: 1 if there are no options
 * @throws {UsageError} if a file cannot be read, or contains no observations
 */
export async function runRecommend({ flags, operands }: Arguments, surroundings: Surroundings): Promise<number> {
  const { stdin, stdout, env } = surroundings;
  if (operands.length === 0) throw new UsageError("recommend needs a file of observations, or - for standard input");
  const observations: Observation[] = [];
  for (const path of operands) {
    const isInput = path === "-";
    const text = isInput ? decodeText(await readInput(stdin, LONGEST_INPUT)) : readTextFile(path);
    for (const observation of parseObservations(text, isInput ? "standard input" : path))
      observations.push(observation);
  }
  if (observations.length > MOST_OBSERVATIONS) {
    throw new UsageError(`there are ${observations.length} observations; pass at most ${MOST_OBSERVATIONS}`);
  }
  if (observations.length === 0) throw new UsageError("there is no observation; write some with npx proxyfix probe");
  const recommendation = recommend(observations);
  if (flags.has("json")) stdout.write(`${formatJson(recommendation)}\n`);
  else writeOutput(stdout, env, formatRecommendation(recommendation));
  return recommendation.verdict === "declined" ? 1 : 0;
}
