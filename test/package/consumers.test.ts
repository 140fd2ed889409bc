import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.js";
import { projectPath, run, runTool } from "../structure/project.js";
import { writeFiles } from "../structure/temporary-directory.js";
import { listAdapters, LOADED, packProject, specifiers, type PackedProject } from "./packed-project.js";

let packed: PackedProject;
beforeAll(() => {
  packed = packProject();
  return packed.remove;
}, 60_000);

function runNode(file: string, source: string): ReturnType<typeof run> {
  writeFiles(packed.consumer, { [file]: source });
  return run(process.execPath, [file], packed.consumer);
}

const facts = `{ headers: { "x-forwarded-for": "203.0.113.7" }, peerAddress: "127.0.0.1" }`;

describe("a project that has installed the package", () => {
  it("has the two dependencies and theirs, but no framework", () => {
    const names = readdirSync(join(packed.consumer, "node_modules")).filter((name) => !name.startsWith("."));
    expect(names.toSorted()).toEqual(["forwarded", "ipaddr.js", "proxy-addr", "proxyfix"]);
  });

  it("imports it from an ES module", () => {
    const source = `import { resolve } from "proxyfix";\nconsole.log(resolve(${facts}, {}).clientAddress);\n`;
    expect(runNode("esm.mjs", source)).toEqual({ code: 0, output: "203.0.113.7\n" });
  });

  it("requires it from a CommonJS module", () => {
    const source = `const { resolve } = require("proxyfix");\nconsole.log(resolve(${facts}, {}).clientAddress);\n`;
    expect(runNode("commonjs.cjs", source)).toEqual({ code: 0, output: "203.0.113.7\n" });
  });

  it.each(specifiers.filter((specifier) => specifier !== LOADED))(
    "gets the same exports of %s by import and by require, without any framework",
    (specifier) => {
      const source = [
        `import { createRequire } from "node:module";`,
        `import * as imported from "${specifier}";`,
        `const required = createRequire(import.meta.url)("${specifier}");`,
        `const names = Object.keys(imported);`,
        `const others = Object.keys(required).filter((name) => !names.includes(name));`,
        `console.log(names.length > 0, others.length, names.every((name) => imported[name] === required[name]));`,
      ].join("\n");
      expect(runNode("both.mjs", source)).toEqual({ code: 0, output: "true 0 true\n" });
    },
  );

  it.each(listAdapters().map(({ specifier }) => specifier))(
    "gets proxyFix of %s as its default export",
    (specifier) => {
      const source = [
        `const { proxyFix, default: required } = require("${specifier}");`,
        `void import("${specifier}").then(({ default: imported }) => {`,
        `  console.log(typeof proxyFix, required === proxyFix, imported === proxyFix);`,
        `});`,
      ].join("\n");
      expect(runNode("default.cjs", source)).toEqual({ code: 0, output: "function true true\n" });
    },
  );

  it("loads no code twice if it imports and requires", () => {
    const source = [
      `import "proxyfix/express";`,
      `import { createRequire } from "node:module";`,
      `const require = createRequire(import.meta.url);`,
      `const count = () => Object.keys(require.cache).length;`,
      `const imported = count();`,
      `require("proxyfix/express");`,
      `console.log(imported > 0, count() === imported);`,
    ].join("\n");
    expect(runNode("twice.mjs", source)).toEqual({ code: 0, output: "true true\n" });
  });

  it("has the command line, as npx starts it", () => {
    const program = join(packed.consumer, "node_modules/.bin/proxyfix");
    expect(run(program, ["--version"], packed.consumer)).toEqual({ code: 0, output: `${VERSION}\n` });
  });

  it("cannot import a module that is not exported", () => {
    const { code, output } = runNode("inside.mjs", `import "proxyfix/dist/resolver.js";\n`);
    expect(code).toBe(1);
    expect(output).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});

/** The packages that a TypeScript project has installed beside this one. */
interface Surroundings {
  readonly name: string;
  readonly types: readonly string[];
  readonly packages: readonly string[];
  /** Off unless the frameworks' own declarations have errors. */
  readonly skipLibCheck: boolean;
}

const plain: Surroundings = { name: "plain", types: [], packages: [], skipLibCheck: false };
// Node's types depend on undici's.
const withNode: Surroundings = {
  name: "with-node",
  types: ["node"],
  packages: ["@types/node", "undici-types"],
  skipLibCheck: false,
};
const withFrameworks: Surroundings = {
  name: "with-frameworks",
  types: ["node"],
  packages: [...withNode.packages, "@types/express", "@types/koa", "fastify", "hono", "@hapi/hapi"],
  skipLibCheck: true,
};

/** Compiles a file in its own project, which sees the installed package and only its neighbours. */
function compile(tool: string, source: string, surroundings: Surroundings = plain): ReturnType<typeof run> {
  const { name, types, packages, skipLibCheck } = surroundings;
  const directory = join(packed.consumer, name);
  const modules = join(directory, "node_modules");
  // A copy, since the compiler resolves the imports of a linked package at the link's target.
  cpSync(packed.installed, join(modules, "proxyfix"), { recursive: true });
  mkdirSync(join(modules, "@types"), { recursive: true });
  for (const path of packages) link(projectPath(`node_modules/${path}`), join(modules, path));
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023"],
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck,
    noEmit: true,
    types,
  };
  writeFiles(directory, {
    "index.ts": source,
    "package.json": `{ "type": "module" }`,
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
  });
  return runTool(tool, ["-p", "."], directory);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) symlinkSync(target, path);
}

const clean = { code: 0, output: "" };

describe("a TypeScript project with skipLibCheck off", () => {
  const source = [
    `import { createResolver, type ProxyFixOptions, type RequestFacts, type Resolution } from "proxyfix";`,
    `const options: ProxyFixOptions = { xHost: 1, trustedPeers: ["loopback"] };`,
    `const facts: RequestFacts = ${facts};`,
    `const resolution: Resolution = createResolver(options)(facts);`,
    `export const client: string | undefined = resolution.clientAddress;`,
  ].join("\n");

  it.each(["tsc", "tsc6"])("compiles against the root without Node's types, by %s", (tool) => {
    expect(compile(tool, source)).toEqual(clean);
  });

  it.each(["proxyfix", "proxyfix/rewrite", "proxyfix/explain", "proxyfix/environ", "proxyfix/fetch", "proxyfix/hono"])(
    "needs no types at all for %s",
    (specifier) => {
      expect(compile("tsc", `import * as all from "${specifier}";\nexport const it: object = all;\n`)).toEqual(clean);
    },
  );

  it("compiles against every module without the types of any framework", () => {
    const imports = specifiers.map((specifier, index) => `import * as m${index} from "${specifier}";`);
    const uses = specifiers.map((_, index) => `m${index}`);
    const all = `${imports.join("\n")}\nexport const all: readonly object[] = [${uses.join(", ")}];\n`;
    expect(compile("tsc", all, withNode)).toEqual(clean);
  });

  it("fails to compile if an option is wrong", () => {
    const { code, output } = compile("tsc", source.replace("xHost", "xHots"));
    expect(code).not.toBe(0);
    expect(output).toContain("TS2561");
  });

  it("would fail to compile if a declaration file needed a framework", () => {
    writeFiles(packed.consumer, {
      "plain/framework.d.ts": `import type { Request } from "express";\nexport type A = Request;\n`,
    });
    const { output } = compile("tsc", `import type { A } from "./framework.js";\nexport type B = A;\n`);
    expect(output).toContain("TS2307");
  });
});

describe("a TypeScript project with a framework's types", () => {
  const requests = [
    ["express", `import type { Request } from "express";`, "Request"],
    ["koa", `import type { Context } from "koa";`, "Context"],
    ["fastify", `import type { FastifyRequest } from "fastify";`, "FastifyRequest"],
    ["hapi", `import type { Request } from "@hapi/hapi";`, "Request"],
  ] as const;
  const read = (type: string): string =>
    `export const client = (request: ${type}): string | undefined => request.proxyFix.clientAddress;\n`;

  it.each(requests)("has the type of the resolution on a request of %s", (name, imports, type) => {
    expect(compile("tsc", `import "proxyfix/${name}";\n${imports}\n${read(type)}`, withFrameworks)).toEqual(clean);
  });

  it("has the type of the resolution in the context of Hono", () => {
    const source = [
      `import "proxyfix/hono";`,
      `import type { Context } from "hono";`,
      `export const client = (c: Context): string | undefined => c.get("proxyFix").clientAddress;`,
    ].join("\n");
    expect(compile("tsc", source, withFrameworks)).toEqual(clean);
  });

  it("has no resolution on a request if no adapter for it is imported", () => {
    const [, imports, type] = requests[2];
    const { output } = compile("tsc", `import "proxyfix";\n${imports}\n${read(type)}`, withFrameworks);
    expect(output).toContain("TS2339");
  });
});
