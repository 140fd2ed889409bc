// @ts-check
// Searches random hostile requests for one that breaks a rule; the vector of a fault is written to test/fuzz/found/, and the
// summary of ten minutes or more to test/fuzz/summary.json.
// npm run fuzz -- [--minutes 1] [--seed 5] [--target core] [--path 3:0:1]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** @type {{ readonly type: "string" }} */
const text = { type: "string" };
const { values } = parseArgs({ options: { minutes: text, seed: text, target: text, path: text } });
const seed = values.seed ?? String(Math.floor(Math.random() * 0x7fff_ffff));
const given = Object.entries({ minutes: "1", ...values, seed });
const variables = given.map(([name, value]) => [`PROXYFIX_FUZZ_${name.toUpperCase()}`, value]);
console.log(given.map(([name, value]) => `--${name} ${value}`).join(" "));
const { status } = spawnSync(
  fileURLToPath(new URL("../node_modules/.bin/vitest", import.meta.url)),
  ["run", "--config", "test/fuzz/vitest.config.ts"],
  { stdio: "inherit", cwd: new URL("..", import.meta.url), env: { ...process.env, ...Object.fromEntries(variables) } },
);
process.exit(status ?? 1);
