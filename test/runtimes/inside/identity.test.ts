import { expect, it } from "vitest";

interface Globals {
  readonly Bun?: { readonly version: string };
  readonly Deno?: { readonly version: { readonly deno: string } };
}

/** Returns the name and version of the runtime that runs this. */
function identify(): string {
  const { Bun, Deno } = globalThis as Globals;
  if (Bun !== undefined) return `Bun ${Bun.version}`;
  return Deno === undefined ? `Node ${process.versions.node}` : `Deno ${Deno.version.deno}`;
}

it("the runtime that was asked for runs the tests", () => {
  expect(identify()).toBe(process.env["PROXYFIX_RUNTIME"]);
});
