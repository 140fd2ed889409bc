import { frameworks } from "./frameworks.mjs";

/** Whether the program is asked for output for machines. */
export const isJson = process.argv.includes("--json");

/** Lists the frameworks, with their names, that the program's arguments name a part of: all where there are none. */
export function listWanted() {
  const parts = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  return Object.entries(frameworks).filter(
    ([name]) => parts.length === 0 || parts.some((part) => name.toLowerCase().includes(part.toLowerCase())),
  );
}
