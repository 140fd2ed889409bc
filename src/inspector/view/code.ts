import { formatLiteral } from "../../recommend/format-options.js";
import { html, type Markup } from "./html.js";

/** A framework for which there is code to paste. */
export interface CodeFramework {
  readonly id: string;
  readonly name: string;
  /** The statement that loads proxyFix: its bindings and the module. */
  readonly imports: readonly (readonly [names: string, module: string])[];
  /** The statement that uses it; `OPTIONS` stands for the options, at the end of a line or on one line with the rest. */
  readonly use: string;
  /** The same if the options need several lines. */
  readonly useWide: readonly string[];
}

/** The frameworks, in the order of the tabs. */
export const FRAMEWORKS: readonly CodeFramework[] = [
  createFramework("express", "Express", "app.use(proxyFix(OPTIONS));", ["app.use(", "  proxyFix(OPTIONS),", ");"]),
  createFramework("fastify", "Fastify", "await app.register(proxyFix, OPTIONS);"),
  createFramework("koa", "Koa", "app.use(proxyFix(OPTIONS));", ["app.use(", "  proxyFix(OPTIONS),", ");"]),
  createFramework("hono", "Hono", "app.use(proxyFix(OPTIONS));", ["app.use(", "  proxyFix(OPTIONS),", ");"]),
  createFramework("hapi", "hapi", "await server.register({ plugin: proxyFix, options: OPTIONS });", [
    "await server.register({",
    "  plugin: proxyFix,",
    "  options: OPTIONS,",
    "});",
  ]),
  {
    ...createFramework("node", "node:http", "const server = createServer(proxyFix(handler, OPTIONS));", [
      "const server = createServer(",
      "  proxyFix(handler, OPTIONS),",
      ");",
    ]),
    imports: [
      ["createServer", "node:http"],
      ["proxyFix", "proxyfix/node"],
    ],
  },
  createFramework("fetch", "fetch", "export default { fetch: proxyFix(handler, OPTIONS) };", [
    "export default {",
    "  fetch: proxyFix(handler, OPTIONS),",
    "};",
  ]),
];

function createFramework(id: string, name: string, use: string, useWide: readonly string[] = [use]): CodeFramework {
  return { id, name, imports: [["proxyFix", `proxyfix/${id}`]], use, useWide };
}

/** Finds a framework by its id; the first one if there is none. */
export function findCodeFramework(id: string): CodeFramework {
  return FRAMEWORKS.find((framework) => framework.id === id) ?? FRAMEWORKS[0]!;
}

const COLUMNS = 64;

/** Formats the lines of code that set options in an application. */
export function formatUse({ use, useWide }: CodeFramework, options: object): readonly string[] {
  const line = use.replace("OPTIONS", () => formatLiteral(options));
  if (line.length <= COLUMNS) return [line];
  return useWide.flatMap((part) => {
    const [head = "", tail] = part.split("OPTIONS");
    if (tail === undefined) return [part];
    const indent = /^ */.exec(part)![0];
    const entries = Object.entries(options).map(([name, value]) => `${indent}  ${name}: ${formatLiteral(value)},`);
    return [`${head}{`, ...entries, `${indent}}${tail}`];
  });
}

/** Renders code that loads proxyFix and sets its options. */
export function renderCode(framework: CodeFramework, options: object): Markup {
  const imports = framework.imports.map(
    ([names, module]) => html`<span class="k">import</span> { ${names} } <span class="k">from</span> "${module}";\n`,
  );
  return html`${imports}\n${formatUse(framework, options).map((line) => html`${line}\n`)}`;
}
