import { explain } from "../../explain/index.js";
import type { ProxyFixOptions } from "../../options/options.js";
import type { RequestFacts } from "../../resolution.js";
import type { Arguments } from "../parse-arguments.js";
import { readInput } from "../read-input.js";
import type { Surroundings } from "../surroundings.js";
import { formatJson } from "../../text/escape-text.js";
import { UsageError } from "../usage-error.js";
import { writeOutput } from "../write-output.js";
import { OPTION_FLAGS } from "./flags.js";
import { formatDifference } from "./format-difference.js";
import { formatExplanation } from "./format-explanation.js";
import { parseOptions, readOptions } from "./read-options.js";
import { readRequestFacts } from "./read-request-facts.js";

/** Node's parser accepts no more than a quarter of that by default. */
const LONGEST_REQUEST = 65_536;

/**
 * Explains how a request is resolved, or the difference between two options.
 *
 * @returns the exit code
 * @throws {UsageError} if the arguments or the request are wrong
 */
export async function runExplain(args: Arguments, surroundings: Surroundings): Promise<number> {
  const { stdin, env } = surroundings;
  const texts = args.flags.get("diff");
  if (texts !== undefined) checkDifference(args, texts);
  const options = texts === undefined ? [readOptions(args, env)] : texts.map((text) => parseOptions(text, "--diff"));
  // HTTP/1 has no encoding but bytes: each is one character, as Node reads it.
  const facts = await readRequestFacts(args, async () => (await readInput(stdin, LONGEST_REQUEST)).toString("latin1"));
  print(args, surroundings, facts, options);
  return 0;
}

function checkDifference({ flags }: Arguments, texts: readonly string[]): void {
  if (texts.length !== 2) {
    throw new UsageError("--diff compares two options; write it twice: --diff xFor=1 --diff xFor=2");
  }
  const other = [...Object.keys(OPTION_FLAGS), "options", "env"].find((name) => flags.has(name));
  if (other !== undefined) throw new UsageError(`--diff contains the options; leave --${other} out`);
}

function print(
  { flags }: Arguments,
  { stdout, env }: Surroundings,
  facts: RequestFacts,
  options: readonly ProxyFixOptions[],
): void {
  const explanations = options.map((each) => explain(facts, each));
  const [first, second] = explanations;
  if (flags.has("json")) {
    stdout.write(`${formatJson(second === undefined ? first : explanations)}\n`);
    return;
  }
  const texts = flags.get("diff") ?? [];
  const lines =
    second === undefined
      ? formatExplanation(first!)
      : formatDifference({ text: texts[0]!, explanation: first! }, { text: texts[1]!, explanation: second });
  writeOutput(stdout, env, lines);
}
