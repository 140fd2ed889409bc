import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { connect as connectTls } from "node:tls";
import { connect as connectHttp2 } from "node:http2";
import { describe, expect, it, onTestFinished } from "vitest";
import { formatRequest, Wire, type Answer, type HeaderLine } from "../contract/wire.js";
import { createCertificate } from "../proxies/harness/certificate.js";
import { projectPath } from "../structure/project.js";
import { createFixture } from "../structure/temporary-directory.js";
import { IMPORT, runProgram, startProgram, type Start } from "./register/running-program.js";

const BEHIND_PROXY = { PROXY_FIX: "xHost=1,trustedPeers=loopback" };

/** The request of a proxy on this machine. The client has forged an address; the proxy has added the right one. */
const THROUGH_PROXY: readonly HeaderLine[] = [
  ["Host", "127.0.0.1:3000"],
  ["X-Forwarded-For", "203.0.113.66, 198.51.100.7"],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Host", "shop.example"],
];

const CLIENT = {
  address: "198.51.100.7",
  origin: "https://shop.example",
  forwardedFor: "198.51.100.7",
  forwardedHost: "shop.example",
  resolved: "198.51.100.7",
};

/** The module's file. */
const FILE = projectPath("dist/register.js");

/** The one line that a process writes if PROXY_FIX is wrong, as the documentation shows it. */
const WRONG = /^proxyfix\/register: PROXY_FIX: .*\n/m.exec(
  readFileSync(projectPath("docs/adapters/register.md"), "utf8"),
)?.[0];

async function exchange(port: number, lines = THROUGH_PROXY, target = "/"): Promise<Answer> {
  const wire = new Wire(connect(port, "127.0.0.1"));
  onTestFinished(() => wire.close());
  return wire.exchange(formatRequest(lines, target));
}

/** Finds a free port, for a program that has to know it before it starts. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function visit(start: Start, lines = THROUGH_PROXY): Promise<unknown> {
  const { body } = await exchange(await startProgram({ env: BEHIND_PROXY, ...start }), lines);
  return JSON.parse(body);
}

describe("proxyfix/register", () => {
  const ways: readonly (Start & { readonly title: string })[] = [
    { title: "--import", program: "http.mjs" },
    {
      title: "--import in NODE_OPTIONS",
      program: "http.mjs",
      load: [],
      env: { NODE_OPTIONS: "--import proxyfix/register" },
    },
    { title: "-r", program: "http.mjs", load: ["-r", "proxyfix/register"] },
    { title: "--import and an absolute path", program: "http.mjs", load: ["--import", FILE] },
    {
      title: "--import and an absolute path in NODE_OPTIONS, in another directory",
      program: "http.mjs",
      load: [],
      env: { NODE_OPTIONS: `--import ${FILE}` },
      cwd: tmpdir(),
    },
  ];
  it.each(ways)("resolves the requests of a server if it is loaded by $title", async ({ env, ...start }) => {
    expect(await visit({ ...start, env: { ...BEHIND_PROXY, ...env } })).toEqual(CLIENT);
  });

  it.each(["worker", "fork"])(
    "resolves the requests of a %s with arguments of its own by NODE_OPTIONS",
    async (kind) => {
      const env = { ...BEHIND_PROXY, NODE_OPTIONS: `--import ${FILE}` };
      expect(await visit({ program: "own-arguments.mjs", args: [kind], load: [], env })).toEqual(CLIENT);
    },
  );

  it.each(["cluster.mjs", "fork.mjs", "worker.mjs"])(
    "resolves the requests in the other process or thread of %s",
    async (program) => {
      expect(await visit({ program })).toEqual(CLIENT);
    },
  );

  it("resolves the requests of a CommonJS program", async () => {
    expect(await visit({ program: "http.cjs" })).toEqual({ address: "198.51.100.7" });
  });

  it("resolves the requests of an https server", async () => {
    const { certificate, key } = createCertificate(createFixture({}));
    const port = await startProgram({ program: "https.mjs", args: [certificate, key], env: BEHIND_PROXY });
    const wire = new Wire(connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }));
    onTestFinished(() => wire.close());
    const lines = THROUGH_PROXY.map((line): HeaderLine => (line[0] === "X-Forwarded-Proto" ? [line[0], "http"] : line));
    const { body } = await wire.exchange(formatRequest(lines));
    expect(JSON.parse(body)).toEqual({ ...CLIENT, origin: "http://shop.example" });
  });

  it("resolves the requests of an http2 server", async () => {
    const port = await startProgram({ program: "http2.mjs", env: BEHIND_PROXY });
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    onTestFinished(() => session.destroy());
    const stream = session.request(Object.fromEntries(THROUGH_PROXY.slice(1)));
    let body = "";
    for await (const chunk of stream) body += String(chunk);
    expect(JSON.parse(body)).toEqual(CLIENT);
  });

  it.each([
    ["", IMPORT],
    [
      ", also if a tracer was loaded before",
      ["-r", projectPath("test/adapters/register/programs/tracer.cjs"), ...IMPORT],
    ],
  ])("resolves an upgrade%s", async (_title, load) => {
    const port = await startProgram({ program: "http.mjs", load, env: BEHIND_PROXY });
    const { headers } = await exchange(port, [...THROUGH_PROXY, ["Connection", "Upgrade"], ["Upgrade", "test"]]);
    expect(headers["client"]).toBe("198.51.100.7 198.51.100.7");
  });

  it("refuses a request by PROXY_FIX", async () => {
    const env = { PROXY_FIX: "xHost=1,trustedPeers=loopback,allowedHosts=other.example" };
    const { status, body } = await exchange(await startProgram({ program: "http.mjs", env }));
    expect({ status, body }).toEqual({ status: 400, body: expect.stringMatching(/^Bad Request: /) as string });
  });

  it.each(["restore", "delete"])(
    "resolves the requests of a server whose `emit` other code has changed: %s",
    async (kind) => {
      expect(await visit({ program: "emit.mjs", args: [kind] })).toEqual(CLIENT);
    },
  );

  it.each(["wrap", "subscribe"])(
    "shows the client to code that reads a request before its listeners: %s",
    async (kind) => {
      const port = await startProgram({ program: "emit.mjs", args: [kind], env: BEHIND_PROXY });
      const { headers, body } = await exchange(port);
      expect(headers["seen"]).toBe("198.51.100.7 198.51.100.7");
      expect(JSON.parse(body)).toEqual(CLIENT);
    },
  );

  it("shows nothing of options that are only tried", async () => {
    const env = { PROXY_FIX: `${BEHIND_PROXY.PROXY_FIX},shadow.xFor=2,shadow.strict=true` };
    expect(await visit({ program: "http.mjs", env })).toEqual(CLIENT);
    const { resolved: _resolved, ...client } = CLIENT;
    expect(await visit({ program: "bun-serve.mjs", env, ...RUNTIMES.Bun })).toEqual(client);
  });

  it("leaves a server to its own proxyFixServer", async () => {
    const env = { PROXY_FIX: "xFor=1,trustedPeers=loopback" };
    expect(await visit({ program: "own-options.mjs", env })).toMatchObject({ address: "203.0.113.66" });
  });

  it("leaves an application to its own adapter", async () => {
    expect(await visit({ program: "express.mjs" })).toEqual({ address: "203.0.113.66" });
  });
});

/** Bun and Deno load a module before the program by `--preload`. */
const RUNTIMES = {
  Bun: { runtime: projectPath("node_modules/.bin/bun"), load: ["--preload", "proxyfix/register"] },
  Deno: {
    runtime: projectPath("node_modules/.bin/deno"),
    load: ["run", "--allow-all", "--quiet", "--preload", FILE],
  },
};

describe.each(["Bun", "Deno"] as const)("proxyfix/register on %s", (name) => {
  it("resolves the requests of a server of node:http", async () => {
    expect(await visit({ program: "http.mjs", ...RUNTIMES[name] })).toEqual(CLIENT);
  });
});

describe("proxyfix/register before servers of fetch handlers", () => {
  const { resolved: _resolved, ...client } = CLIENT;

  it.each(["", "reload"])("resolves the requests of Bun.serve %s", async (argument) => {
    expect(await visit({ program: "bun-serve.mjs", args: [argument], ...RUNTIMES.Bun })).toEqual(client);
  });

  it.each(["/route", "/get", "/module", "/class", "/none"])(
    "resolves the requests of a route of Bun.serve: %s",
    async (target) => {
      const port = await startProgram({ program: "bun-serve.mjs", env: BEHIND_PROXY, ...RUNTIMES.Bun });
      expect(JSON.parse((await exchange(port, THROUGH_PROXY, target)).body)).toEqual(client);
    },
  );

  it.each(["bun-export.mjs", "bun-hono.mjs"])(
    "resolves the requests of a program that exports a handler to Bun: %s",
    async (program) => {
      expect(await visit({ program, args: [String(await findPort())], ...RUNTIMES.Bun })).toEqual(client);
    },
  );

  it.each(["", "handler"])("resolves the requests of Deno.serve %s", async (argument) => {
    expect(await visit({ program: "deno-serve.mjs", args: [argument], ...RUNTIMES.Deno })).toEqual(client);
  });

  it("ends the process with one line if PROXY_FIX is wrong", async () => {
    const { code, errors } = await runProgram({
      program: "bun-serve.mjs",
      env: { PROXY_FIX: "xFr=1" },
      ...RUNTIMES.Bun,
    });
    expect({ code, errors }).toEqual({ code: 1, errors: WRONG });
  });
});

describe("proxyfix/register without PROXY_FIX", () => {
  it.each([undefined, ""])("believes no header and deletes the forged ones if it is %j", async (value) => {
    expect(await visit({ program: "http.mjs", env: { PROXY_FIX: value } })).toEqual({
      address: "127.0.0.1",
      origin: "http://127.0.0.1:3000",
      resolved: "127.0.0.1",
    });
  });

  it("warns once, when a server starts", async () => {
    const { errors } = await runProgram({ program: "close.mjs" });
    expect(errors.match(/PROXYFIX_NOT_CONFIGURED/g)).toHaveLength(1);
    expect((await runProgram({ program: "close.mjs", env: { PROXY_FIX: "xFor=0" } })).errors).toBe("");
  });
});

describe("proxyfix/register with a wrong PROXY_FIX", () => {
  const env = { PROXY_FIX: "xFr=1" };

  it("ends the process with one line when its server starts", async () => {
    expect(await runProgram({ program: "http.mjs", env })).toEqual({
      code: 1,
      output: "",
      errors: WRONG,
    });
  });

  it("ends a worker thread alone", async () => {
    const { code, output } = await runProgram({ program: "worker-ends.mjs", env });
    expect({ code, output }).toEqual({ code: 0, output: "the thread ended with 1\n" });
  });

  it("does not affect a program without a server", async () => {
    expect(await runProgram({ program: "no-server.mjs", env })).toEqual({ code: 0, output: "ran\n", errors: "" });
  });

  it("does not affect npm", () => {
    const variables = { ...process.env, ...env, NODE_OPTIONS: `--import ${FILE}` };
    const output = execFileSync("npm", ["-v"], { cwd: tmpdir(), env: variables, encoding: "utf8" });
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
