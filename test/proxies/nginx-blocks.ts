// The blocks of nginx in the docs, and the options that a reader would copy together with them.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { SOCKET_NAMES } from "../../src/headers/adapter-options.js";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { listBlocks, listPages, readPage, root } from "../docs/markdown.js";
import type { Layer } from "./harness/stack.js";

/** A block of nginx on a page. */
export interface NginxBlock {
  readonly page: string;
  readonly line: number;
  readonly code: string;
  /** The file under test/proxies/configs that the block shows; undefined for a fragment. */
  readonly file: string | undefined;
}

/** Options as a page or an example shows them. */
export interface ShownOptions {
  readonly page: string;
  readonly text: string;
  readonly options: AdapterOptions;
  /** Whether the code around them is marked as unsafe. */
  readonly unsafe: boolean;
}

/** The comment in code that is a bad example: `# unsafe: …` in a configuration, `// unsafe: …` in a program. */
export const UNSAFE: RegExp = /^\s*(?:#|\/\/) unsafe\b/m;

/** Lists all blocks of nginx, on every page. */
export function listNginxBlocks(): NginxBlock[] {
  return listPages().flatMap((page) => {
    const lines = readPage(page).split("\n");
    return listBlocks(readPage(page))
      .filter(({ language }) => language === "nginx")
      .map(({ line, code }) => {
        const file = /^<!-- file: (\S+) -->$/.exec(lines[line - 3] ?? "")?.[1];
        return { page, line, code, file };
      });
  });
}

/** Returns the part of a page under its second-level heading that contains a line. */
export function sectionAround(page: string, line: number): string {
  const lines = readPage(page).split("\n");
  const starts = lines.flatMap((text, at) => (text.startsWith("## ") ? [at] : []));
  const start = starts.findLast((at) => at < line) ?? 0;
  return lines
    .slice(
      start,
      starts.find((at) => at >= line),
    )
    .join("\n");
}

const OPTION = /\{\s*(?:xFor|xProto|xHost|xPort|xPrefix|forwarded|trusted\w+|clientAddressHeader|headerNames)\s*:/g;

/** Lists the options in a text: in its code, and within its sentences. Options with variables are left out. */
export function listOptions(page: string, text: string): ShownOptions[] {
  const parts = text.split(/^(```[^]*?^```)/m);
  return parts.flatMap((part) => {
    const unsafe = UNSAFE.test(part);
    return [...part.matchAll(OPTION)].flatMap(({ index }) => {
      const literal = part.slice(index, endOfBraces(part, index));
      const options = evaluate(literal);
      return options === undefined ? [] : [{ page, text: literal.replaceAll(/\s+/g, " "), options, unsafe }];
    });
  });
}

function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function evaluate(literal: string): AdapterOptions | undefined {
  try {
    return runInThisContext(`(${literal})`) as AdapterOptions;
  } catch {
    return undefined;
  }
}

function isValid({ options }: ShownOptions): boolean {
  try {
    compileAdapter(options, SOCKET_NAMES);
    return true;
  } catch {
    return false;
  }
}

/** The pages, examples and sources that show options for a proxy on the same machine, whichever proxy that is. */
export function listGeneralOptions(): ShownOptions[] {
  const pages = listPages().filter((page) => /^README|^docs\/(?:README|guide|migrate|adapters|reference)/.test(page));
  const examples = readdirSync(join(root, "examples")).map((name) => `examples/${name}`);
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const shown = [
    ...pages.flatMap((page) => listOptions(page, readPage(page))),
    ...[...examples, ...sources.map((path) => `src/${path}`)].flatMap((path) =>
      listOptions(path, readFileSync(join(root, path), "utf8")),
    ),
  ];
  const isFirst = ({ text }: ShownOptions, at: number): boolean => shown.findIndex((it) => it.text === text) === at;
  return shown
    .filter(isFirst)
    .filter(isValid)
    .map((it) => ({ ...it, options: onThisMachine(it.options) }));
}

/** `10.0.0.0/8` on a page is an example of the proxy's network. Here the proxy is on loopback. */
function onThisMachine(options: AdapterOptions): AdapterOptions {
  return JSON.parse(JSON.stringify(options).replaceAll("10.0.0.0/8", "loopback")) as AdapterOptions;
}

const SERVER = "server {\n    listen 8080;\n    server_name app.example.com;\n";

/**
 * Completes fragments to one configuration, in order: a location gets a server around it, and lines outside a location
 * are put into the last one. The application listens on the documented port of the tests.
 */
export function completeFragments(fragments: readonly string[]): string {
  const app = "http://127.0.0.1:3000";
  const [first = "", ...rest] = fragments.map((code) => code.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, app));
  const isLocation = first.includes("location ");
  const location = isLocation ? first : `location / {\n  proxy_pass ${app};\n${first}\n}`;
  const filled = rest.reduce((text, lines) => text.replace(/\}\s*$/, `${lines}\n}`), location);
  return `${SERVER}${filled}\n}\n`;
}

/** One nginx with this text as its configuration. */
export function nginxLayer(text: string): Layer {
  return { proxy: "nginx", files: ["nginx/fragment.conf"], listens: 8080, read: () => text };
}
