import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type NetConnectOpts, type Server } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { requestFastCgi } from "./fastcgi-client.js";
import { installExample, truth, variables, type GatewayProgram } from "./gateway-program.js";

describe("examples/fastcgi.mjs", () => {
  let program: GatewayProgram;
  let running: ChildProcess | undefined;

  beforeAll(() => {
    program = installExample("fastcgi.mjs", ["node-fastcgi"]);
  }, 60_000);
  afterAll(() => program.remove());
  afterEach(async () => {
    if (running === undefined) return;
    running.kill();
    if (running.exitCode === null && running.signalCode === null) await once(running, "exit");
    running = undefined;
  });

  /** Starts the program and waits until it prints its address. */
  async function start(
    env: Readonly<Record<string, string>>,
    stdin: "ignore" | number = "ignore",
  ): Promise<NetConnectOpts> {
    const stdio: StdioOptions = [stdin, "ignore", "pipe"];
    running = spawn(process.execPath, [program.file], { cwd: program.directory, env, stdio });
    const lines = createInterface(running.stderr as Readable);
    const [line] = (await Promise.race([once(lines, "line"), once(running, "exit")])) as [unknown];
    const address = JSON.parse(String(line).replace("listening on ", "")) as AddressInfo | string;
    return typeof address === "string" ? { path: address } : { host: "127.0.0.1", port: address.port };
  }

  async function request(
    where: NetConnectOpts,
    more: Readonly<Record<string, string>> = {},
  ): Promise<[string, string]> {
    const [head = "", body = ""] = (await requestFastCgi(where, { ...variables, ...more })).split("\r\n\r\n");
    return [head.split("\r\n")[0] ?? "", body];
  }

  it("answers on a port with the server's facts in spite of forged headers", async () => {
    const [status, body] = await request(await start({ PORT: "0" }));
    expect(status).toBe("Status: 200 OK");
    expect(JSON.parse(body)).toEqual(truth);
  });

  it("answers on a unix-domain socket", async () => {
    const path = join(program.directory, "app.sock");
    const where = await start({ LISTEN: path });
    expect(where).toEqual({ path });
    expect(JSON.parse((await request(where))[1])).toEqual(truth);
  });

  it("answers on the socket that a server passes as file descriptor 0", async () => {
    const handedOver: Server = createServer().listen(0, "127.0.0.1");
    await once(handedOver, "listening");
    const { port } = handedOver.address() as AddressInfo;
    const { fd } = Reflect.get(handedOver, "_handle") as { fd: number };
    await start({}, fd);
    // From now on only the program accepts connections.
    handedOver.close();
    expect(JSON.parse((await request({ host: "127.0.0.1", port }))[1])).toEqual(truth);
  });

  it("answers successive requests with their own clients", async () => {
    const where = await start({ PORT: "0", PROXY_FIX: "xFor=1,xProto=1,xHost=1,trustedPeers=198.51.100.7" });
    const [, proxied] = await request(where);
    expect(JSON.parse(proxied)).toMatchObject({ client: "203.0.113.66", home: "https://evil.example/app/" });
    const [, direct] = await request(where, { REMOTE_ADDR: "192.0.2.1" });
    expect(JSON.parse(direct)).toMatchObject({ client: "192.0.2.1", home: "http://shop.example/app/" });
  });

  it("refuses a request if its host is not allowed", async () => {
    const where = await start({ PORT: "0", PROXY_FIX: "allowedHosts=shop.example" });
    const [status, body] = await request(where, { HTTP_HOST: "evil.example" });
    expect(status).toBe("Status: 400 Bad Request");
    expect(body).toMatch(/^Bad Request: /);
    expect((await request(where))[0]).toBe("Status: 200 OK");
  });

  it.each([
    ["lighttpdRootFix", { SCRIPT_NAME: "", PATH_INFO: "/app/cart" }],
    ["stripScriptName", { SCRIPT_NAME: "", PATH_INFO: "/cart" }],
  ])("has no script's name in its URLs with SCRIPT_NAME_FIX=%s", async (SCRIPT_NAME_FIX, expected) => {
    const [, body] = await request(await start({ PORT: "0", SCRIPT_NAME_FIX }));
    expect(JSON.parse(body)).toMatchObject({ home: "http://shop.example/", variables: expected });
  });
});
