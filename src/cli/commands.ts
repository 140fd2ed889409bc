import { EXPLAIN_FLAGS } from "./explain/flags.js";
import { runExplain } from "./explain/command.js";
import { INSPECTOR_FLAGS, runInspector } from "./inspector/command.js";
import type { Arguments, Flags } from "./parse-arguments.js";
import { PROBE_FLAGS, runProbe } from "./probe/command.js";
import { RECOMMEND_FLAGS, runRecommend } from "./recommend/command.js";
import type { Surroundings } from "./surroundings.js";

/** A command of the command line. */
interface Command {
  readonly flags: Flags;
  /** Returns the exit code. */
  run(args: Arguments, surroundings: Surroundings): Promise<number>;
}

/** The commands, by their names, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  explain: { flags: EXPLAIN_FLAGS, run: runExplain },
  probe: { flags: PROBE_FLAGS, run: runProbe },
  recommend: { flags: RECOMMEND_FLAGS, run: runRecommend },
  inspector: { flags: INSPECTOR_FLAGS, run: runInspector },
};
