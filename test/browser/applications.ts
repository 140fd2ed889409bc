import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { PROGRAM } from "../cli/run-cli.js";
import { startInForeground, type Running } from "../proxies/harness/foreground.js";
import { projectPath } from "../structure/project.js";

/** The token of each inspector here. */
export const TOKEN = "0123456789abcdef";

/** Starts an application on a port. @param directory - a writable directory */
export type StartApplication = (port: number, directory: string) => Promise<Running>;

/** Starts `npx proxyfix inspector` from the build. */
export const startInspectorCommand: StartApplication = (port, directory) =>
  startNode([PROGRAM, "inspector", "--port", String(port), "--token", TOKEN], port, directory);

/** Starts an Express application that has the inspector at /inspector, in front of a proxyFix that believes nothing. */
export const startInspectorInExpress: StartApplication = (port, directory) =>
  startProgram(
    `import express from "express";
import { proxyFix } from "proxyfix/express";
import { inspector } from "proxyfix/inspector";

const app = express();
app.get("/inspector", inspector({ token: "${TOKEN}" }));
app.use(proxyFix({ xFor: 0, xProto: 0 }));
app.use((req, res) => res.send("the application"));
app.listen(${port}, "127.0.0.1");
`,
    port,
    directory,
  );

/** The facts with which the application below answers, by Express's own properties. */
export interface ExpressFacts {
  readonly ip: string;
  readonly protocol: string;
  readonly host: string;
  readonly origin: string;
  readonly baseUrl: string;
}

/** Returns the starter of an Express application that contains pasted code, and answers with its facts. */
export function startWithPasted(code: string): StartApplication {
  return (port, directory) =>
    startProgram(
      `import express from "express";
const app = express();
${code}
app.use((req, res) => {
  const { ip, protocol, host, baseUrl, proxyFix: { origin } } = req;
  res.json({ ip, protocol, host, origin, baseUrl });
});
app.listen(${port}, "127.0.0.1");
`,
      port,
      directory,
    );
}

/** Starts a program that has this package and Express installed. */
function startProgram(text: string, port: number, directory: string): Promise<Running> {
  const own = mkdtempSync(join(directory, "app-"));
  const installed = join(own, "node_modules");
  mkdirSync(installed);
  symlinkSync(projectPath("."), join(installed, "proxyfix"));
  symlinkSync(projectPath("node_modules/express"), join(installed, "express"));
  writeFileSync(join(own, "app.mjs"), text);
  return startNode([join(own, "app.mjs")], port, own);
}

function startNode(args: readonly string[], port: number, directory: string): Promise<Running> {
  const environment = { NODE_ENV: "", NODE_OPTIONS: "" };
  return startInForeground({
    title: args.join(" "),
    program: process.execPath,
    arguments: args,
    directory,
    environment,
    port,
  });
}
