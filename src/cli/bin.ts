#!/usr/bin/env node
import { run } from "./run.js";

/** A reader that has read enough, such as `head`, closes the pipe: that is no error. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

process.stdout.on("error", endQuietly);
process.stderr.on("error", endQuietly);
void setExitCode();

async function setExitCode(): Promise<void> {
  // Not by process.exit(): that would cut an output which a pipe has not taken yet.
  process.exitCode = await run(process.argv.slice(2), process);
}
