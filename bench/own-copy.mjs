import { createRequire } from "node:module";

/*
 * Each row has a copy of the code it measures for itself. A server has one set of options; were the rows to share their
 * code, the engine would compile it for all their options at once, which costs half as much again and which no server sees.
 */

const load = createRequire(import.meta.url);

/**
 * Loads a copy of proxyfix.
 *
 * @returns {typeof import("proxyfix")}
 */
export function loadProxyfix() {
  return loadPackage("proxyfix");
}

/**
 * Loads a copy of a CommonJS package, and of all that it requires.
 *
 * @param {string} name
 * @returns {any}
 */
export function loadPackage(name) {
  for (const path of Object.keys(load.cache)) delete load.cache[path];
  return load(name);
}
