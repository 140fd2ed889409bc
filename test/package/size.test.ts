// The size of each module as an application bundles it: minified and compressed, without the two dependencies.
import { brotliCompressSync } from "node:zlib";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

import manifest from "../../package.json" with { type: "json" };
import { listBuilt, type BuiltModule } from "./built.js";

/**
 * The most bytes of each module after brotli: a little above the size of the last change that was meant. Seven kB of the
 * core compile the options, with a message for each mistake; the grammars take three, and trust two.
 */
const LIMITS: Readonly<Record<string, number>> = {
  proxyfix: 18_600,
  "proxyfix/node": 26_800,
  "proxyfix/express": 26_300,
  "proxyfix/koa": 26_000,
  "proxyfix/fastify": 26_100,
  "proxyfix/hono": 26_600,
  "proxyfix/fetch": 26_600,
  "proxyfix/hapi": 25_400,
  "proxyfix/environ": 23_500,
  "proxyfix/recommend": 24_300,
  "proxyfix/register": 29_700,
  "proxyfix/rewrite": 8_700,
  "proxyfix/explain": 21_800,
  "proxyfix/inspector": 62_000,
};

/** A limit that is far above the size guards nothing. */
const MOST_ROOM = 0.1;

const dependencies = Object.keys(manifest.dependencies);

async function measure({ entry }: BuiltModule): Promise<number> {
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    external: [/^node:/, ...dependencies],
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const code = output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
  return brotliCompressSync(code).length;
}

const modules = listBuilt();

describe("the size after minifying and brotli", () => {
  it.each(modules)("of $specifier is at most its limit, and close to it", async (module) => {
    const limit = LIMITS[module.specifier] ?? 0;
    const size = await measure(module);
    expect(size, "if the growth is meant, raise the limit in test/package/size.test.ts").toBeLessThanOrEqual(limit);
    expect(size, "lower the limit, so that it guards the size").toBeGreaterThan(limit * (1 - MOST_ROOM));
  });

  it("has a limit for each module, and for no other", () => {
    expect(Object.keys(LIMITS)).toEqual(modules.map(({ specifier }) => specifier));
  });
});
