import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { frameworks } from "./frameworks.mjs";

/** @import { Variant } from "./frameworks.mjs" */

/**
 * Room for a heap that needs no full collection, in megabytes. One that comes while nothing happens, as when a program has
 * just started, leaves Node's own process.nextTick three times slower for as long as it runs, and chance decides whose it is.
 */
const FLAGS = ["--initial-heap-size=256"];

/**
 * Starts a program of this folder for one variant of a framework.
 *
 * @param {string} file
 * @param {string} framework
 * @param {Variant} variant
 */
export function startProcess(file, framework, variant) {
  return fork(fileURLToPath(new URL(file, import.meta.url)), [framework, variant], {
    env: { ...process.env, NODE_ENV: "production" },
    execArgv: FLAGS,
  });
}

/** Builds, in such a process, the server that it was started for. */
export async function buildServer() {
  const [name = "", variant] = process.argv.slice(2);
  const framework = frameworks[name];
  if (framework === undefined) throw new Error(`no framework is called "${name}"`);
  return framework.build(/** @type {Variant} */ (variant));
}
