import { copyFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory, projectPath, run } from "../structure/project.js";
import { createTemporaryDirectory } from "../structure/temporary-directory.js";

/** An example in its own project that has the package installed, as a web server would start it. */
export interface GatewayProgram {
  readonly file: string;
  readonly directory: string;
  readonly remove: () => void;
}

const dependencies = ["forwarded", "ipaddr.js", "proxy-addr"];

/** Builds the package into a new project with the packages that the example needs, and copies the example there. */
export function installExample(name: string, packages: readonly string[] = []): GatewayProgram {
  const directory = createTemporaryDirectory();
  const installed = join(directory, "node_modules", "proxyfix");
  mkdirSync(installed, { recursive: true });
  copyFileSync(projectPath("package.json"), join(installed, "package.json"));
  const { code, output } = run(process.execPath, ["scripts/build.mjs", installed], projectDirectory);
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
  for (const needed of [...dependencies, ...packages]) {
    symlinkSync(projectPath(`node_modules/${needed}`), join(directory, "node_modules", needed));
  }
  const file = join(directory, name);
  copyFileSync(projectPath(`examples/${name}`), file);
  return { file, directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A request as a server passes it to a program at /app: HTTP without TLS, from a client that forges every header. */
export const variables: Readonly<Record<string, string>> = {
  GATEWAY_INTERFACE: "CGI/1.1",
  SERVER_PROTOCOL: "HTTP/1.1",
  REQUEST_METHOD: "GET",
  REQUEST_URI: "/app/cart",
  QUERY_STRING: "",
  SCRIPT_NAME: "/app",
  PATH_INFO: "/cart",
  REMOTE_ADDR: "198.51.100.7",
  REMOTE_PORT: "40000",
  REQUEST_SCHEME: "http",
  SERVER_NAME: "shop.example",
  SERVER_PORT: "80",
  HTTP_HOST: "shop.example",
  HTTP_X_FORWARDED_FOR: "203.0.113.66",
  HTTP_X_FORWARDED_PROTO: "https",
  HTTP_X_FORWARDED_HOST: "evil.example",
  HTTP_PROXY: "http://evil.example:3128",
};

/** The expected answer to that request, by its server's variables. */
export const truth = {
  client: "198.51.100.7",
  home: "http://shop.example/app/",
  variables: {
    REMOTE_ADDR: "198.51.100.7",
    REQUEST_SCHEME: "http",
    HTTP_HOST: "shop.example",
    SERVER_NAME: "shop.example",
    SERVER_PORT: "80",
    SCRIPT_NAME: "/app",
    PATH_INFO: "/cart",
  },
};
