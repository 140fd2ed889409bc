import type { OutputStream, Surroundings } from "./surroundings.js";
import { formatColoredLines, formatLines, type Line } from "./text/line.js";

/** Writes lines to a stream; with colour if it is a terminal and NO_COLOR is unset or empty. */
export function writeOutput(stream: OutputStream, env: Surroundings["env"], lines: readonly Line[]): void {
  const isColored = stream.isTTY === true && (env["NO_COLOR"] ?? "") === "";
  stream.write(isColored ? formatColoredLines(lines) : formatLines(lines));
}
