// Loads the built package by its name, and prints as JSON the subpaths that `import` and `require` load as the same
// functions, and the outcomes of the vectors. The argument is a directory with the input.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** @typedef {import("../vector.js").Vector} Vector */

const require = createRequire(import.meta.url);
const text = readFileSync(join(String(process.argv.at(-1)), "input.json"), "utf8");
/** @type {{ readonly subpaths: readonly string[], readonly vectors: readonly Vector[] }} */
const input = JSON.parse(text, (_name, value) => (value === "Infinity" ? Number.POSITIVE_INFINITY : value));

/** @type {string[]} */
const subpaths = [];
for (const subpath of input.subpaths) {
  const name = `proxyfix${subpath.slice(1)}`;
  const imported = await import(name);
  const required = require(name);
  const functions = Object.keys(required).filter((key) => typeof required[key] === "function" && key !== "default");
  if (functions.length > 0 && functions.every((key) => imported[key] === required[key])) subpaths.push(subpath);
}

const { ProxyFixRefusal, resolve } = await import("proxyfix");

/** @param {Vector} vector */
function resolveVector({ facts, options }) {
  try {
    return resolve(facts, options);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return { refused: error.status };
    throw error;
  }
}

console.log(JSON.stringify({ subpaths, outcomes: input.vectors.map(resolveVector) }));
