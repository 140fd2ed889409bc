// @ts-check
// Bundles a program of the inspector for browsers: one text without imports.
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const project = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles an entry in src/inspector/client, minified, as a function that calls itself.
 *
 * @param {string} entry - the name of the file, without its extension
 * @returns {Promise<string>} the program
 */
export async function bundleClient(entry) {
  const bundle = await rolldown({
    input: `${project}src/inspector/client/${entry}.ts`,
    platform: "browser",
    tsconfig: `${project}tsconfig.client.json`,
    logLevel: "warn",
  });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  await bundle.close();
  return output[0].code;
}

/**
 * Bundles a module of the sources, and imports it.
 *
 * @param {string} path - from the folder of the project
 * @returns {Promise<any>} its exports
 */
export async function importBundled(path) {
  const bundle = await rolldown({ input: project + path, platform: "node", tsconfig: `${project}tsconfig.src.json` });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
