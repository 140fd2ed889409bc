import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

import { runInspector } from "../../../src/cli/inspector/command.js";
import type { ArrivedRequest } from "../../../src/recommend/observation.js";
import { createFixture } from "../../structure/temporary-directory.js";
import { listProbes } from "../../../src/recommend/list-probes.js";
import { runCli, wrongCall } from "../run-cli.js";
import { createSurroundings } from "../surroundings.js";
import { startInspector } from "./running.js";

const TOKEN = "0123456789abcdef";
const JSON_ONLY = { headers: { accept: "application/json" } };

async function readArrival(url: URL | string): Promise<ArrivedRequest> {
  return (await (await fetch(url, JSON_ONLY)).json()) as ArrivedRequest;
}

describe("npx proxyfix inspector", () => {
  it("makes a token, prints the URL that contains it, and answers nothing else", async () => {
    const { url, printed, end } = await startInspector();
    const token = url.searchParams.get("token");
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(url.hostname).toBe("127.0.0.1");
    expect(printed).toBe(
      `The inspector listens: http://127.0.0.1:${url.port}/?token=${token}\n` +
        `Open it through your proxies: https://YOUR-SITE/?token=${token}\n` +
        "Each visitor sees only their own request. Nothing is kept. Ctrl-C ends it.\n",
    );
    expect(await readArrival(url)).toMatchObject({ path: `/?token=${token}`, facts: { peerAddress: "127.0.0.1" } });
    const bare = await fetch(url.origin);
    expect([bare.status, await bare.text()]).toEqual([404, "Not Found\n"]);
    expect(await end("SIGTERM")).toEqual({ code: 0, stdout: printed, stderr: "" });
  });

  it("makes another token each time", async () => {
    const [one, other] = await Promise.all([startInspector(), startInspector()]);
    expect(one.url.search).not.toBe(other.url.search);
  });

  it("answers every path, as it stands in the place of the application", async () => {
    const { url } = await startInspector(["--token", TOKEN]);
    const path = `/a//b%20c?x=1&token=${TOKEN}&y=`;
    expect(await readArrival(url.origin + path)).toMatchObject({ path });
  });

  it("answers an absolute request target with its path and its authority", async () => {
    const { url } = await startInspector(["--token", TOKEN]);
    const socket = connect(Number(url.port), "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.write(
      `GET http://a.test:81/b?token=${TOKEN} HTTP/1.1\r\nHost: c.test\r\nAccept: application/json\r\nConnection: close\r\n\r\n`,
    );
    let answer = "";
    socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
    await once(socket, "close");
    expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({
      path: `/b?token=${TOKEN}`,
      facts: { authority: "a.test:81", headers: { host: "c.test" } },
    });
  });

  it("makes a token in development too, unless the host is one of loopback for certain", async () => {
    // A name that happens to lead to loopback.
    const { printed } = await startInspector(["--host", "LOCALHOST"], { NODE_ENV: "development" });
    expect(printed).toMatch(/\?token=[\da-f]{32}\n/);
  });

  it("needs no token with NODE_ENV=development", async () => {
    const { url, printed } = await startInspector([], { NODE_ENV: "development" });
    expect(url.search).toBe("");
    expect(printed).toContain("https://YOUR-SITE/\n");
    expect(await readArrival(url)).toMatchObject({ path: "/" });
  });

  it("accepts a token with NODE_ENV=production", async () => {
    const { url } = await startInspector(["--token", TOKEN], { NODE_ENV: "production" });
    expect(await readArrival(url)).toMatchObject({ path: `/?token=${TOKEN}` });
  });

  it("makes a token with any other NODE_ENV", async () => {
    const { url } = await startInspector([], { NODE_ENV: "staging" });
    expect(url.search).toMatch(/^\?token=\w{32}$/);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends with 0 after %s, while connections are open", async (signal) => {
    const { url, end } = await startInspector();
    const socket = connect(Number(url.port), "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET / HTTP/1.1\r\n");
    const closed = new Promise<void>(
      (resolve) => void socket.on("error", () => undefined).once("close", () => resolve()),
    );
    expect((await end(signal)).code).toBe(0);
    await closed;
  });

  it("ends with 1 and one line if the port is in use", async () => {
    const { url } = await startInspector();
    expect(await runCli(["inspector", "--port", url.port], { env: { NODE_ENV: undefined } })).toEqual({
      code: 1,
      stdout: "",
      stderr: `proxyfix: port ${url.port} of 127.0.0.1 is in use; stop its program, or write --port N\n`,
    });
  });

  it("ends with 1 and one line if the host is not this machine's", async () => {
    expect(await runCli(["inspector", "--port", "0", "--host", "192.0.2.1"], { env: { NODE_ENV: undefined } })).toEqual(
      {
        code: 1,
        stdout: "",
        stderr:
          "proxyfix: port 0 of 192.0.2.1 cannot be listened on (EADDRNOTAVAIL); --host has to be an address of this machine\n",
      },
    );
  });

  it("ends with 2 and one line with NODE_ENV=production and no token", async () => {
    expect(await runCli(["inspector", "--port", "0"], { env: { NODE_ENV: "production" } })).toEqual(
      wrongCall("NODE_ENV is production: the inspector needs --token TOKEN, a secret of at least 16 letters"),
    );
  });

  it.each([
    [["--token", "a"], /^--token: got a text of 1 characters; expected at least 16 letters/],
    [["--port", "65536"], /^--port is "65536"; expected a number from 0 to 65535$/],
    [["--port", "http"], /^--port is "http"; expected a number from 0 to 65535$/],
    [["--prot", "1"], /^--prot is not a flag of inspector; did you mean --port\?$/],
    [["3000"], /^inspector has flags only; leave 3000 out$/],
  ])("refuses %j", async (args, line) => {
    const { code, stdout, stderr } = await runCli(["inspector", ...args], { env: { NODE_ENV: undefined } });
    expect([code, stdout, stderr.split("\n").length]).toEqual([2, "", 2]);
    expect(stderr.trim().replace(/^proxyfix: /, "")).toMatch(line);
  });

  it.each([
    ["0.0.0.0", "http://127.0.0.1:"],
    ["::", "http://[::1]:"],
    ["::1", "http://[::1]:"],
  ])("prints a URL that can be visited if it listens on %s", async (host, start) => {
    const surroundings = createSurroundings();
    const flags = new Map([
      ["host", [host]],
      ["port", ["0"]],
    ]);
    const end = runInspector({ flags, operands: [] }, surroundings);
    await expect.poll(() => surroundings.written.stdout).toContain(start);
    const [, url = ""] = /listens: (\S+)/.exec(surroundings.written.stdout) ?? [];
    expect(await readArrival(url)).toMatchObject({ path: new URL(url).search.replace(/^/, "/") });
    surroundings.signals.emit("SIGINT");
    expect(await end).toBe(0);
    // A second signal is the process's own.
    expect(surroundings.signals.eventNames()).toEqual([]);
  });

  it("is visited by probe, and recommend reads the result", async () => {
    const { url } = await startInspector();
    const path = join(createFixture({}), "observations.json");
    const probe = await runCli(["probe", url.href, "--address", "127.0.0.1", "--save", path]);
    expect([probe.code, probe.stdout]).toEqual([0, ""]);
    expect(probe.stderr).toBe(
      listProbes("http")
        .map(({ title }) => `arrived     ${title}\n`)
        .join(""),
    );
    const { code, stdout } = await runCli(["recommend", path, "--json"]);
    expect(code).toBe(0);
    // Nothing is in front, and the path arrived whole.
    expect(JSON.parse(stdout)).toMatchObject({ options: { xFor: 0, xProto: 0 }, untold: [] });
  });

  it("is visited by probe through a proxy, whose options recommend finds", async () => {
    const { url } = await startInspector();
    const proxy = await startProxy(Number(url.port));
    const path = join(createFixture({}), "observations.json");
    const { code } = await runCli(["probe", `${proxy}/app/${url.search}`, "--address", "127.0.0.1", "--save", path]);
    expect(code).toBe(0);
    const { stdout } = await runCli(["recommend", path, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ options: { xFor: 1, xProto: 1, xHost: 1, xPrefix: 1 }, untold: [] });
  });
});

/** Starts a proxy that connects from 127.0.0.2, appends to X-Forwarded-For, and replaces the rest; it strips `/app`. */
async function startProxy(port: number): Promise<string> {
  const server = createServer((req, res) => {
    const earlier = req.headers["x-forwarded-for"];
    const own = [
      "x-forwarded-for",
      "x-forwarded-proto",
      "x-forwarded-host",
      "x-forwarded-prefix",
      "connection",
      "host",
    ];
    const kept = Object.entries(req.headersDistinct).filter(([name]) => !own.includes(name));
    const headers = {
      ...Object.fromEntries(kept),
      "x-forwarded-for": [earlier, req.socket.remoteAddress].filter(Boolean).join(", "),
      "x-forwarded-proto": "http",
      "x-forwarded-host": req.headers.host ?? "",
      "x-forwarded-prefix": "/app",
    };
    const path = req.url?.replace(/^\/app/, "") ?? "/";
    request({ host: "127.0.0.1", port, path, headers, localAddress: "127.0.0.2", agent: false }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    })
      .on("error", () => res.destroy())
      .end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
