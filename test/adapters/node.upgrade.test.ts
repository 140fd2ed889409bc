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

/** What a listener sees of a request that has no response yet. */
function tell(req: IncomingMessage): object {
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

const truth = {
  clientAddress: "198.51.100.7",
  proto: "https",
  proxyFix: true,
  headers: { host: "app:3000", "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" },
};

/** Answers on the socket itself, as whoever takes an upgrade does, and echoes what comes after. */
function answerOnSocket(req: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on("error", () => socket.destroy());
  const body = JSON.stringify(tell(req));
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  socket.write(head);
  socket.pipe(socket);
}

async function ask(server: Server, bytes: string): Promise<unknown> {
  const wire = open(server);
  onTestFinished(() => wire.close());
  return JSON.parse((await wire.exchange(bytes)).body) as unknown;
}

const options: NodeOptions = { trustedPeers: ["loopback", "unix"] };

describe("an upgrade through proxyFixServer", () => {
  it("is resolved before any listener, whenever it was added", async () => {
    const seen: object[] = [];
    const server = http.createServer();
    server.on("upgrade", (req) => seen.push(tell(req)));
    await listen(proxyFixServer(server, options));
    server.prependListener("upgrade", (req) => seen.push(tell(req)));
    server.on("upgrade", answerOnSocket);
    expect(await ask(server, UPGRADE)).toMatchObject(truth);
    expect(seen).toMatchObject([truth, truth]);
  });

  it("is resolved where listeners are taken off and called by others, as engine.io does", async () => {
    const server = http.createServer().on("upgrade", answerOnSocket);
    proxyFixServer(server, options);
    const taken = server.listeners("upgrade").slice() as ((...args: unknown[]) => void)[];
    server.removeAllListeners("upgrade");
    server.on("upgrade", (...args) => {
      for (const listener of taken) listener.call(server, ...args);
    });
    expect(await ask(await listen(server), UPGRADE)).toMatchObject(truth);
  });

  it("is resolved over TLS and over a unix-domain socket", async () => {
    for (const server of [
      await listen(proxyFixServer(createTlsServer().on("upgrade", answerOnSocket), options)),
      await listen(
        proxyFixServer(http.createServer().on("upgrade", answerOnSocket), options),
        join(createDirectory(), "s"),
      ),
    ]) {
      expect(await ask(server, UPGRADE)).toMatchObject(truth);
    }
  });

  it("leaves the socket alone, and what is sent over it", async () => {
    const server = await listen(proxyFixServer(http.createServer().on("upgrade", answerOnSocket), options));
    const wire = open(server);
    const first = await wire.exchange(UPGRADE);
    expect(JSON.parse(first.body)).toMatchObject({ socketAddress: "127.0.0.1", encrypted: false });
    // The echo comes back as the next answer.
    expect(await wire.exchange("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\necho")).toMatchObject({ body: "echo" });
    wire.close();
  });

  it("shows the client at req.socket where that is asked for, and the socket still works", async () => {
    const viaView = (req: IncomingMessage, _socket: Duplex, head: Buffer): void =>
      answerOnSocket(req, req.socket, head);
    const server = await listen(
      proxyFixServer(http.createServer().on("upgrade", viaView), { ...options, socket: true }),
    );
    expect(await ask(server, UPGRADE)).toMatchObject({ ...truth, socketAddress: "198.51.100.7", encrypted: true });
  });

  it.each([
    ["400", { allowedHosts: ["example.com"] }],
    ["403", { strict: true, trustedPeers: "192.0.2.1" }],
  ])("is refused with %s on the socket, and no listener sees it", async (status, refusing) => {
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

  it("does not end the process where the refused client is gone already", async () => {
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
  const CONNECT = format("CONNECT example.com:443 HTTP/1.1");

  it("is resolved", async () => {
    const server = await listen(proxyFixServer(http.createServer().on("connect", answerOnSocket), options));
    expect(await ask(server, CONNECT)).toMatchObject(truth);
  });

  it("is refused, and no listener sees it", async () => {
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
])("%s through proxyFixServer", (event, expectation) => {
  const request = format("POST / HTTP/1.1", `Expect: ${expectation}`, "Content-Length: 0", "Connection: close");

  it("is resolved", async () => {
    const server = http.createServer();
    server.on(event, (req: IncomingMessage, res: ServerResponse) => res.end(JSON.stringify(tell(req))));
    expect(await ask(await listen(proxyFixServer(server, options)), request)).toMatchObject({
      ...truth,
      headers: { ...truth.headers, expect: expectation },
    });
  });

  it("is refused, and no listener sees it", async () => {
    let calls = 0;
    const server = http.createServer().on(event, () => calls++);
    await listen(proxyFixServer(server, { allowedHosts: ["example.com"] }));
    const wire = open(server);
    expect((await wire.exchange(request)).status).toBe(400);
    expect(calls).toBe(0);
    wire.close();
  });
});

describe.each(subjects)("an upgrade to $name", (subject) => {
  it("never reaches it, and is resolved by proxyFixServer around it, as are its requests", async () => {
    const listener = (await subject.build([fix(options)], false)) as http.RequestListener;
    let calls = 0;
    const server = http.createServer((req, res) => {
      calls++;
      listener(req, res);
    });
    await listen(server.on("upgrade", answerOnSocket));
    expect(await ask(server, UPGRADE)).not.toHaveProperty("clientAddress");
    proxyFixServer(server, options);
    expect(await ask(server, UPGRADE)).toMatchObject(truth);
    expect(calls).toBe(0);
    const { clientAddress, headers } = truth;
    expect(await ask(server, format("GET / HTTP/1.1"))).toMatchObject({ resolution: { clientAddress }, headers });
    expect(calls).toBe(1);
  });
});

describe("other events of the server", () => {
  it("go through as they are", async () => {
    const server = proxyFixServer(http.createServer(), options);
    const seen: unknown[] = [];
    server.on("dropRequest", (...args) => seen.push(args));
    expect(server.emit("dropRequest", 1, 2)).toBe(true);
    expect(server.emit("dropRequest2" as never)).toBe(false);
    expect(seen).toEqual([[1, 2]]);
  });

  it("tell the same server", () => {
    const server = http.createServer();
    expect(proxyFixServer(server, options)).toBe(server);
  });
});
