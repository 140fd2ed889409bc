import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ANSWERED } from "../contract/subject.js";
import { formatRequest, Wire, type Answer, type HeaderLine } from "../contract/wire.js";
import { startNodeServers } from "./node-servers.js";
import { startTroupe } from "./troupe.js";

const CLIENT = "198.51.100.7";

/** The header lines of a request as the proxy sends it; the client forged the left part of the chain. */
const lines = (client = CLIENT): HeaderLine[] => [
  ["Host", "app:3000"],
  ["X-Forwarded-For", `6.6.6.6, ${client}`],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Host", "shop.example"],
  ["X-Forwarded-Prefix", "/shop"],
  ["X-Real-IP", "6.6.6.6"],
  ["Connection", "close"],
];

const URL_OF = (path: string): string => `https://shop.example/shop${path}`;

describe.each(["Node", "Bun", "Deno"] as const)("on %s", (runtime) => {
  let servers: Awaited<ReturnType<typeof startNodeServers>>;
  beforeAll(async () => {
    servers = runtime === "Node" ? await startNodeServers() : await startTroupe(runtime);
  });
  afterAll(() => servers.close());

  async function send(app: string, request: string): Promise<Answer> {
    const address = (servers.addresses[app] ?? servers.addresses["http"]) as number;
    const wire = new Wire(connect(address, "127.0.0.1"));
    try {
      return await wire.exchange(request);
    } finally {
      wire.close();
    }
  }

  async function get(app: string, path: string, client?: string): Promise<Answer> {
    return send(app, formatRequest([["x-test-app", app], ...lines(client)], path));
  }

  async function post(path: string, body: string, others: readonly HeaderLine[] = []): Promise<Answer> {
    const length: HeaderLine = ["Content-Length", String(body.length)];
    const head = formatRequest([["x-test-app", "hono"], ...lines(), length, ...others], path, "1.1", "POST");
    return send("hono", head + body);
  }

  /** Checks the facts that a route of the site answered; returns the whole answer. */
  function readSite({ status, body }: Answer, path: string): Record<string, unknown> {
    expect({ status, body: status === 200 ? "" : body }).toEqual({ status: 200, body: "" });
    expect(body).not.toContain("6.6.6.6");
    const seen = JSON.parse(body) as Record<string, unknown>;
    expect(seen).toMatchObject({ url: URL_OF(path), address: CLIENT });
    expect(seen["headers"]).toMatchObject({ host: "shop.example", "x-forwarded-for": CLIENT });
    return seen;
  }

  describe("Hono", () => {
    it("shows believed headers alone, even if all of them were read before", async () => {
      const answer = await get("hono", "/read-first");
      readSite(answer, "/read-first");
      expect(answer.headers["x-read-first"]).toBe("http://app:3000/read-first 8 app:3000");
    });

    it("shows believed headers alone, even if some of them were read before", async () => {
      const answer = await get("hono", "/peek-first");
      readSite(answer, "/peek-first");
      expect(answer.headers["x-peek-first"]).toBe(`app:3000 6.6.6.6, ${CLIENT}`);
    });

    it("logs the path with the prefix", async () => {
      expect((await get("hono", "/read-first?a=b")).headers["x-log"]).toBe("<-- GET /shop/read-first?a=b");
    });

    it.each([
      ["https://shop.example", 200],
      ["http://shop.example", 403],
      ["http://app:3000", 403],
      ["https://evil.example", 403],
    ])("csrf answers a form of the origin %s with %i", async (origin, status) => {
      const form: HeaderLine[] = [
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["Origin", origin],
      ];
      expect((await post("/form", "a=b", form)).status).toBe(status);
    });

    it.each([
      [CLIENT, 200],
      ["198.51.100.8", 403],
      ["unknown", 403],
    ])("ip-restriction with getConnInfo answers the client %s with %i", async (client, status) => {
      expect((await get("hono", "/private", client)).status).toBe(status);
    });

    it("bodyLimit, which makes another Request, keeps URL, headers and body", async () => {
      const head = formatRequest(
        [["x-test-app", "hono"], ...lines(), ["Transfer-Encoding", "chunked"]],
        "/limited",
        "1.1",
        "POST",
      );
      const seen = readSite(await send("hono", `${head}5\r\nhello\r\n0\r\n\r\n`), "/limited");
      expect(seen["body"]).toBe("hello");
    });

    it("a clone and a new Request have the body", async () => {
      expect(readSite(await post("/copied", "hello"), "/copied")["bodies"]).toEqual(["hello", "hello"]);
    });

    it("a mounted application has the resolution and believed headers", async () => {
      const { status, body } = await get("hono", "/mounted/inside?a=b");
      expect(status).toBe(200);
      expect(body).not.toContain("6.6.6.6");
      expect(JSON.parse(body)).toMatchObject({
        url: "https://shop.example/inside?a=b",
        clientAddress: CLIENT,
        prefix: "/shop",
      });
    });

    it("a websocket is upgraded, and knows its client", async () => {
      const message = await exchangeMessage("hono", "hello");
      expect(message).not.toContain("6.6.6.6");
      expect(JSON.parse(message)).toMatchObject({
        url: URL_OF("/socket"),
        address: CLIENT,
        remote: CLIENT,
        data: "hello",
      });
    });

    it("a refused request, and a refused upgrade, are answered with the status", async () => {
      const { status, headers, body } = await get("hono-strict", "/", "unknown");
      expect({ status, body }).toEqual({ status: 400, body: REFUSED });
      expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
      expect(headers).not.toHaveProperty(ANSWERED);
      await expect(exchangeMessage("hono-strict", "hello", "unknown")).rejects.toThrow("400");
    });

    it("an error handler of a refused request sees the facts of the connection alone", async () => {
      const { status, body } = await get("hono-handled", "/path", "unknown");
      expect(status).toBe(400);
      expect(body).not.toContain("6.6.6.6");
      expect(JSON.parse(body)).toMatchObject({
        url: "http://app:3000/path",
        address: "127.0.0.1",
        message: REFUSED.trimEnd(),
        getResponse: "function",
      });
    });
  });

  it("h3 has the client's URL, address, scheme and host", async () => {
    const { status, body } = await get("h3", "/who?a=b");
    expect(status).toBe(200);
    const url = "https://shop.example/who?a=b";
    expect(JSON.parse(body)).toMatchObject({ url, eventUrl: url, requestUrl: url, protocol: "https", header: CLIENT });
  });

  it("h3 has them through srvx, too", async () => {
    const { status, body } = await get("srvx", "/who?a=b");
    expect(status).toBe(200);
    const url = "https://shop.example/who?a=b";
    expect(JSON.parse(body)).toEqual({
      ...{ url, eventUrl: url, requestUrl: url, address: CLIENT, protocol: "https", host: "shop.example" },
      ...{ header: CLIENT, forwarded: CLIENT },
    });
  });

  it("h3 1 has the client's URL and address", async () => {
    const { status, body } = await get("h3-1", "/who?a=b");
    expect(status).toBe(200);
    const url = "https://shop.example/who?a=b";
    expect(JSON.parse(body)).toEqual({ url, requestUrl: url, address: CLIENT, header: CLIENT });
  });

  it("Elysia has the client's URL and headers, and routes by the path without the prefix", async () => {
    const { status, body } = await get("elysia-site", "/who");
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      ...{ url: "https://shop.example/who", path: "/who", header: CLIENT, host: "shop.example" },
    });
  });

  it.runIf(runtime === "Bun")("Elysia's own server has them by wrap, for websockets too", async () => {
    const { status, body } = await get("elysia", "/who");
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ url: "https://shop.example/who", address: CLIENT });
    const message = JSON.parse(await exchangeMessage("elysia", "hello")) as unknown;
    expect(message).toEqual({ url: "https://shop.example/socket", address: CLIENT, data: "hello" });
  });

  /** Opens a websocket, sends a text and returns the answer. */
  function exchangeMessage(app: string, text: string, client?: string): Promise<string> {
    const headers = { ...Object.fromEntries(lines(client).slice(0, -1)), "x-test-app": app };
    const socket = new WebSocket(`ws://127.0.0.1:${servers.addresses[app] ?? servers.addresses["http"]}/socket`, {
      headers,
    });
    return new Promise((resolve, reject) => {
      socket.on("open", () => socket.send(text));
      socket.on("error", reject);
      socket.on("message", (data: Buffer) => {
        resolve(data.toString());
        socket.close();
      });
    });
  }
});

const REFUSED = "Bad Request: the forwarding headers or the host of this request are not acceptable\n";
