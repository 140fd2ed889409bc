// @ts-check
// Builds docs/playground/index.html: one file that explains a pasted request, without a server and without the network.
// node scripts/build-playground.mjs [file]     docs/playground/index.html by default
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleClient, importBundled } from "./bundle-client.mjs";

const file = resolve(process.argv[2] ?? fileURLToPath(new URL("../docs/playground/index.html", import.meta.url)));
const { renderPlayground } = await importBundled("src/inspector/view/playground.ts");
const script = await bundleClient("playground");

// The hashes are those of the page's own elements, as they are once each `<` in them is escaped.
const draft = renderPlayground(script, "");
const hashOf = (/** @type {string} */ name) => {
  const [, text = ""] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(draft) ?? [];
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
};
const policy = `default-src 'none'; script-src ${hashOf("script")}; style-src ${hashOf("style")}; base-uri 'none'; form-action 'none'`;
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, renderPlayground(script, policy));
