import { findLikelyName } from "../options/did-you-mean.js";
import { VERSION } from "../version.js";
import { COMMANDS } from "./commands.js";
import { HELP, OVERVIEW } from "./help.js";
import { parseArguments } from "./parse-arguments.js";
import type { Surroundings } from "./surroundings.js";
import { escapeText, shortenText } from "../text/escape-text.js";
import { TextError } from "../text/text-error.js";
import { CommandFailure, UsageError } from "./usage-error.js";

/** The words that print the help. */
const HELP_FLAGS = ["--help", "-h"];

/**
 * Runs the command line.
 *
 * @param args - the arguments, without the runtime and the program
 * @returns the exit code: 0, 1 if a right call has no result, or 2 if the call is wrong
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await runCommand(args, surroundings);
  } catch (error) {
    const isWrongCall = error instanceof UsageError || error instanceof TextError;
    if (!(isWrongCall || error instanceof CommandFailure)) throw error;
    surroundings.stderr.write(`proxyfix: ${escapeText(error.message)}\n`);
    return isWrongCall ? 2 : 1;
  }
}

async function runCommand([name, ...args]: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout } = surroundings;
  if (name === undefined) throw new UsageError("which command? npx proxyfix --help lists them");
  if (name === "--version") {
    stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (name === "help" || HELP_FLAGS.includes(name)) {
    stdout.write(findHelp(args[0]));
    return 0;
  }
  const command = findCommand(name);
  const end = args.indexOf("--");
  if ((end < 0 ? args : args.slice(0, end)).some((arg) => HELP_FLAGS.includes(arg))) {
    stdout.write(findHelp(name));
    return 0;
  }
  return command.run(parseArguments(args, name, command.flags), surroundings);
}

function findHelp(name: string | undefined): string {
  if (name === undefined) return OVERVIEW;
  findCommand(name);
  return HELP[name]!;
}

/** Finds a command. @throws {UsageError} if there is none of this name */
function findCommand(name: string): (typeof COMMANDS)[string] {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  const likely = findLikelyName(name, Object.keys(COMMANDS));
  const remedy = likely === undefined ? "npx proxyfix --help lists the commands" : `did you mean ${likely}?`;
  throw new UsageError(`${shortenText(name, 30)} is no command; ${remedy}`);
}
