import { formatLiteral, wrapBraces } from "../../recommend/format-options.js";
import type { RecommendedOptions } from "../../recommend/recommendation.js";
import { COLUMNS } from "../text/wrap-text.js";

/** Formats options as code: on one line, or one option a line if that is too wide. */
export function formatCode(options: RecommendedOptions): readonly string[] {
  const entries = Object.entries(options).map(([name, value]) => `${name}: ${formatLiteral(value)}`);
  const line = `  ${wrapBraces(entries)}`;
  return line.length <= COLUMNS ? [line] : ["  {", ...entries.map((entry) => `    ${entry},`), "  }"];
}
