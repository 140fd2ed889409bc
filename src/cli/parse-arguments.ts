import { parseArgs } from "node:util";

import { findLikelyName } from "../options/did-you-mean.js";
import { shortenText } from "../text/escape-text.js";
import { UsageError } from "./usage-error.js";

/** A flag of a command. */
export interface Flag {
  /** The value in an example, such as `2`; undefined if the flag has no value. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly isRepeatable?: true;
}

/** The flags of a command, by their names without dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** The arguments of a command. */
export interface Arguments {
  /** The values of each flag that was given, in order; a flag without values has an empty list. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** The arguments that are no flags, in order. */
  readonly operands: readonly string[];
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];
type FlagToken = Extract<Token, { readonly kind: "option" }>;

/**
 * Parses the arguments of a command.
 *
 * @throws {UsageError} if a flag is unknown, has no value or too many, or is given twice
 */
export function parseArguments(args: readonly string[], command: string, flags: Flags): Arguments {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const found = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (flag === undefined) throw new UsageError(describeUnknownFlag(token.rawName, command, flags));
    if (found.has(token.name) && flag.isRepeatable === undefined) {
      throw new UsageError(`${token.rawName} is given twice; write it once`);
    }
    checkValue(token, flag);
    const values = token.value === undefined ? [] : [token.value];
    found.set(token.name, [...(found.get(token.name) ?? []), ...values]);
  }
  return { flags: found, operands: tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : [])) };
}

/** Describes an unknown flag, with the one that is meant, or the command that lists all. */
function describeUnknownFlag(rawName: string, command: string, flags: Flags): string {
  const names = Object.keys(flags);
  const options = names.map(toOptionName);
  const likely = findLikelyName(toOptionName(rawName.replace(/^-+/, "")), options);
  const remedy =
    likely === undefined
      ? `npx proxyfix ${command} --help lists the flags`
      : `did you mean --${names[options.indexOf(likely)]}?`;
  return `${shortenText(rawName, 30)} is not a flag of ${command}; ${remedy}`;
}

/** Checks that a flag has a value if it needs one; a flag in its place shows that the value is missing. */
function checkValue({ name, rawName, value, inlineValue }: FlagToken, flag: Flag): void {
  if (flag.value === undefined) {
    if (value === undefined) return;
    throw new UsageError(`${rawName} has no value; write ${rawName} alone`);
  }
  const isFlag = inlineValue !== true && /^-./.test(value ?? "");
  if (value !== undefined && value !== "" && !isFlag) return;
  const next = isFlag ? `, not ${shortenText(value ?? "", 30)}` : "";
  throw new UsageError(`${rawName} needs a value${next}; write --${name} ${flag.value}`);
}

/** Maps the name of a flag to that of an option: `x-for` to `xFor`. */
export function toOptionName(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
