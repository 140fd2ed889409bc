import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFixServer, resolutionOf, type NodeOptions } from "../../src/adapters/node.js";
import { fix } from "../contract/cases.js";
import { subjects } from "../contract/subjects.js";
import { createDirectory, createTlsServer, listen, open } from "../frameworks/listen.js";

const LINES = [
  "Host: app:3000",
  "X-Forwarded-For: 6.6.6.6, 198.51.100.7",
  "X-Forwarded-Proto: https",
  "X-Real-IP: 6.6.6.6",
];

function format(head: string, ...lines: readonly string[]): string {
  return [head, ...LINES, ...lines, "", ""].join("\r\n");
}
const UPGRADE = format("GET /chat HTTP/1.1", "Connection: Upgrade", "Upgrade: echo");

/** The properties that a listener reads from a request without a response. */
function readProperties(req: IncomingMessage): object {
  const resolution = resolutionOf(req);
  return {
    clientAddress: resolution?.clientAddress,
    proto: resolution?.proto,
    proxyFix: (req as { proxyFix?: unknown }).proxyFix === resolution,
    headers: req.headers,
    socketAddress: req.socket.remoteAddress,
    encrypted: (req.socket as Partial<{ encrypted: boolean }>).encrypted ?? false,
  };
}

const resolved = {
  clientAddress: "198.51.100.7",
  proto: "https",
  proxyFix: true,
  headers: { host: "app:3000", "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" },
};

/** Answers on the socket itself, as a handler of upgrades does, and echoes all later bytes. */
function answerOnSocket(req: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on("error", () => socket.destroy());
  const body = JSON.stringify(readProperties(req));
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  socket.write(head);
  socket.pipe(socket);
}

async function exchangeJson(server: Server, bytes: string): Promise<unknown> {
  const wire = open(server);
  onTestFinished(() => wire.close());
  return JSON.parse((await wire.exchange(bytes)).body) as unknown;
}

const options: NodeOptions = { trustedPeers: ["loopback", "unix"] };

describe("an upgrade through proxyFixServer", () => {
  it("is resolved before any listener runs, also one that was added earlier", async () => {
    const seen: object[] = [];
    const server = http.createServer();
    server.on("upgrade", (req) => seen.push(readProperties(req)));
    await listen(proxyFixServer(server, options));
    server.prependListener("upgrade", (req) => seen.push(readProperties(req)));
    server.on("upgrade", answerOnSocket);
    expect(await exchangeJson(server, UPGRADE)).toMatchObject(resolved);
    expect(seen).toMatchObject([resolved, resolved]);
  });

  it("is resolved if other code removes the listeners and calls them itself, as engine.io does", async () => {
    const server = http.createServer().on("upgrade", answerOnSocket);
    proxyFixServer(server, options);
    const removed = server.listeners("upgrade").slice() as ((...args: unknown[]) => void)[];
    server.removeAllListeners("upgrade");
    server.on("upgrade", (...args) => {
      for (const listener of removed) listener.call(server, ...args);
    });
    expect(await exchangeJson(await listen(server), UPGRADE)).toMatchObject(resolved);
  });

  it("is resolved over TLS and over a unix-domain socket", async () => {
    for (const server of [
      await listen(proxyFixServer(createTlsServer().on("upgrade", answerOnSocket), options)),
      await listen(
        proxyFixServer(http.createServer().on("upgrade", answerOnSocket), options),
        join(createDirectory(), "s"),
      ),
    ]) {
      expect(await exchangeJson(server, UPGRADE)).toMatchObject(resolved);
    }
  });

  it("leaves the socket and its bytes alone", async () => {
    const server = await listen(proxyFixServer(http.createServer().on("upgrade", answerOnSocket), options));
    const wire = open(server);
    const first = await wire.exchange(UPGRADE);
    expect(JSON.parse(first.body)).toMatchObject({ socketAddress: "127.0.0.1", encrypted: false });
    // The echo is read as the next answer.
    expect(await wire.exchange("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\necho")).toMatchObject({ body: "echo" });
    wire.close();
  });

  it("has the client's address at req.socket if the socket option is set, and that socket still works", async () => {
    const viaView = (req: IncomingMessage, _socket: Duplex, head: Buffer): void =>
      answerOnSocket(req, req.socket, head);
    const server = await listen(
      proxyFixServer(http.createServer().on("upgrade", viaView), { ...options, socket: true }),
    );
    expect(await exchangeJson(server, UPGRADE)).toMatchObject({
      ...resolved,
      socketAddress: "198.51.100.7",
      encrypted: true,
    });
  });

  it.each([
    ["400", { allowedHosts: ["example.com"] }],
    ["403", { strict: true, trustedPeers: "192.0.2.1" }],
  ])("is refused with %s on the socket, and reaches no listener", async (status, refusing) => {
    let calls = 0;
    const server = http.createServer().on("upgrade", () => calls++);
    await listen(proxyFixServer(server, refusing));
    const wire = open(server);
    const { status: got, body, headers } = await wire.exchange(UPGRADE);
    expect(String(got)).toBe(status);
    expect(headers).toMatchObject({ connection: "close", "content-type": "text/plain; charset=utf-8" });
    expect(body).not.toMatch(/app|198|6\.6/);
    await expect(wire.receive()).rejects.toThrow("closed");
    expect(calls).toBe(0);
  });

  it("does not end the process if a refused client has already closed its connection", async () => {
    const server = http.createServer();
    await listen(proxyFixServer(server, { allowedHosts: ["example.com"] }));
    const destroyed = new Promise<void>((resolve) => {
      server.once("connection", (socket: Socket) => socket.once("close", () => resolve()));
    });
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(UPGRADE, () => socket.resetAndDestroy());
    await destroyed;
    expect(server.listening).toBe(true);
  });
});

describe("CONNECT through proxyFixServer", () => {
  const CONNECT = format("CONNECT app:3000 HTTP/1.1");

  it("is resolved before its listener runs", async () => {
    const server = await listen(proxyFixServer(http.createServer().on("connect", answerOnSocket), options));
    expect(await exchangeJson(server, CONNECT)).toMatchObject(resolved);
  });

  it("has no host if its target and Host differ", async () => {
    const server = await listen(proxyFixServer(http.createServer().on("connect", answerOnSocket), options));
    const { headers } = (await exchangeJson(server, format("CONNECT example.com:443 HTTP/1.1"))) as { headers: object };
    expect(headers).not.toHaveProperty("host");
  });

  it("is refused before any listener runs", async () => {
    let calls = 0;
    const server = http.createServer().on("connect", () => calls++);
    await listen(proxyFixServer(server, { allowedHosts: ["example.com"] }));
    const wire = open(server);
    expect((await wire.exchange(CONNECT)).status).toBe(400);
    expect(calls).toBe(0);
    wire.close();
  });
});

describe.each([
  ["checkContinue", "100-continue"],
  ["checkExpectation", "something-else"],
])("a request for %s through proxyFixServer", (event, expectation) => {
  const request = format("POST / HTTP/1.1", `Expect: ${expectation}`, "Content-Length: 0", "Connection: close");

  it("is resolved before its listener runs", async () => {
    const server = http.createServer();
    server.on(event, (req: IncomingMessage, res: ServerResponse) => res.end(JSON.stringify(readProperties(req))));
    expect(await exchangeJson(await listen(proxyFixServer(server, options)), request)).toMatchObject({
      ...resolved,
      headers: { ...resolved.headers, expect: expectation },
    });
  });

  it("is refused before any listener runs", async () => {
    let calls = 0;
    const server = http.createServer().on(event, () => calls++);
    await listen(proxyFixServer(server, { allowedHosts: ["example.com"] }));
    const wire = open(server);
    expect((await wire.exchange(request)).status).toBe(400);
    expect(calls).toBe(0);
    wire.close();
  });
});

describe.each(subjects.map((subject) => [subject.name, subject] as const))(
  "%s, within proxyFixServer,",
  (_name, subject) => {
    it("has its upgrades resolved, and its requests", async () => {
      const listener = (await subject.build([fix(options)], false)) as http.RequestListener;
      let calls = 0;
      const server = http.createServer((req, res) => {
        calls++;
        listener(req, res);
      });
      await listen(server.on("upgrade", answerOnSocket));
      expect(await exchangeJson(server, UPGRADE)).not.toHaveProperty("clientAddress");
      proxyFixServer(server, options);
      expect(await exchangeJson(server, UPGRADE)).toMatchObject(resolved);
      expect(calls).toBe(0);
      const { clientAddress, headers } = resolved;
      expect(await exchangeJson(server, format("GET / HTTP/1.1"))).toMatchObject({
        resolution: { clientAddress },
        headers,
      });
      expect(calls).toBe(1);
    });
  },
);

describe("proxyFixServer", () => {
  it("emits all other events unchanged", async () => {
    const server = proxyFixServer(http.createServer(), options);
    const seen: unknown[] = [];
    server.on("dropRequest", (...args) => seen.push(args));
    expect(server.emit("dropRequest", 1, 2)).toBe(true);
    expect(server.emit("dropRequest2" as never)).toBe(false);
    expect(seen).toEqual([[1, 2]]);
  });

  it("returns the server itself", () => {
    const server = http.createServer();
    expect(proxyFixServer(server, options)).toBe(server);
  });
});
