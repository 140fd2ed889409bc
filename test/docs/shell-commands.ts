// The commands in the shell blocks of the pages: each names only scripts, packages, files, flags and options that exist.
import { existsSync } from "node:fs";

import manifest from "../../package.json" with { type: "json" };
import { COMMANDS } from "../../src/cli/commands.js";
import { optionsFromEnv } from "../../src/index.js";
import { specifiers } from "../package/packed-project.js";
import { projectPath } from "../structure/project.js";

type Words = readonly string[];

const scripts = ["ci", "test", ...Object.keys(manifest.scripts)];
const packages = [manifest.name, ...Object.keys(manifest.devDependencies)];

/** Programs of frameworks, with installations of their own: test/servers starts them. */
const FOREIGN = ["next", "react-router-serve"];

/** For each program the words that are wrong. */
const PROGRAMS: Readonly<Record<string, (words: Words) => Words>> = {
  npm: ([command = "", ...rest]) => {
    if (command === "install") return rest.filter((name) => !packages.includes(name));
    return command === "run" ? rest.filter((name) => !scripts.includes(name)) : listUnknown([command], scripts);
  },
  npx: ([program = "", ...words]) => {
    if (program === "proxyfix") return listWrongFlags(words);
    if (program === "vitest") return listMissing(words.filter((word) => word !== "run"));
    return listUnknown([program], FOREIGN);
  },
  node: (words) => listUnknown(listLoaded(words), specifiers),
  bun: (words) => listUnknown(listLoaded(words), specifiers),
  bash: listMissing,
  sudo: listMissing,
  // The requests of a reader to their own site.
  curl: () => [],
};

function listMissing(paths: Words): Words {
  return paths.filter((path) => !existsSync(projectPath(path)));
}

function listUnknown(words: Words, known: Words): Words {
  return words.filter((word) => !known.includes(word));
}

function listWrongFlags([command = "", ...words]: Words): Words {
  const flags = COMMANDS[command]?.flags;
  if (flags === undefined) return [command];
  const given = words.filter((word) => word.startsWith("--")).map((word) => word.slice("--".length));
  return listUnknown(given, Object.keys(flags));
}

/** Lists the modules that the flags of Node or Bun load. */
function listLoaded(words: Words): Words {
  return words.filter((_, at) => ["--import", "--preload", "-r"].includes(words[at - 1] ?? ""));
}

/** Splits a command as a shell does: quotes keep spaces, and a comment ends it. */
function splitWords(command: string): Words {
  const words = [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word);
  const end = words.findIndex((word) => word.startsWith("#") || word === "<");
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/["']/g, ""));
}

/** Lists the faults of one command: its variables first, then its program. */
function listFaults(command: string): Words {
  const words = splitWords(command);
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const variables = start < 0 ? words : words.slice(0, start);
  const faults = variables.flatMap((variable) => listVariableFaults(variable));
  if (start < 0) return faults;
  const [program = "", ...rest] = words.slice(start);
  const listWrong = PROGRAMS[program];
  const wrong = listWrong === undefined ? [program] : listWrong(rest);
  return [...faults, ...wrong.map((word) => `${command}: ${word} is unknown`)];
}

function listVariableFaults(variable: string): Words {
  const [name = "", ...value] = variable.split("=");
  const text = value.join("=");
  if (name === "NODE_OPTIONS") return listUnknown(listLoaded(text.split(" ")), specifiers);
  if (name !== "PROXY_FIX") return name.startsWith("PROXYFIX_") ? [] : [`${name} is unknown`];
  try {
    optionsFromEnv({ PROXY_FIX: text });
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** Lists the faults in a block of commands, one a line or joined by `&&`. */
export function listShellFaults(code: string): Words {
  const commands = code.split("\n").flatMap((line) => line.split(" && "));
  return commands.filter((command) => command.trim() !== "").flatMap((command) => listFaults(command));
}

/** Lists the scripts of package.json that a text names and that do not exist. */
export function listLostScripts(text: string): Words {
  return [...text.matchAll(/\bnpm run (?:--silent |-s )?([\w:-]+)/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !scripts.includes(name));
}
