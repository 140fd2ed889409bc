import http, { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { proxyFix, proxyFixServer, resolutionOf, rewriteHeaders } from "../../src/adapters/node.js";
import { map } from "../../src/rewrite/index.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "../frameworks/serve.js";

describe("proxyFix around a listener", () => {
  it("provides the resolution and the original request, and other requests have none", async () => {
    const { get } = await serve(
      proxyFix((req, res) => {
        const { original, clientAddress } = req.proxyFix;
        res.end(JSON.stringify({ clientAddress, original, same: resolutionOf(req) === req.proxyFix }));
      }, ONE_PROXY),
    );
    expect(JSON.parse((await get("/", THROUGH_PROXY)).body)).toEqual({
      clientAddress: "198.51.100.7",
      same: true,
      original: {
        peerAddress: "127.0.0.1",
        host: "app:3000",
        proto: "http",
        prefix: "",
        headers: {
          host: "app:3000",
          "x-forwarded-for": "6.6.6.6, 198.51.100.7",
          "x-forwarded-proto": "https",
          "x-forwarded-host": "evil.example, example.com",
          "x-forwarded-prefix": "/shop",
          "x-real-ip": "6.6.6.6",
          connection: "close",
        },
        rawHeaders: ["Host", "app:3000", ...Object.entries(THROUGH_PROXY).flat(), "Connection", "close"],
      },
    });
    expect(resolutionOf(new IncomingMessage(new Socket()))).toBeUndefined();
  });

  it("serializes a resolution to JSON with its ten fields alone", async () => {
    const { get } = await serve(proxyFix((req, res) => res.end(JSON.stringify(req.proxyFix)), ONE_PROXY));
    const lines = { ...THROUGH_PROXY, "X-Forwarded-For": "198.51.100.7:4711" };
    expect(Object.keys(JSON.parse((await get("/", lines)).body) as object)).toEqual([
      ...["clientAddress", "clientPort", "addresses", "proto", "host"],
      ...["hostname", "port", "prefix", "origin", "issues"],
    ]);
  });

  it("answers a refused request with its own text and closes the connection", async () => {
    let calls = 0;
    const { open } = await serve(proxyFix(() => calls++, { allowedHosts: ["example.com"] }));
    const wire = open();
    const { status, headers, body } = await wire.exchange("GET /secret HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    expect([status, body, calls]).toEqual([
      400,
      "Bad Request: the forwarding headers or the host of this request are not acceptable\n",
      0,
    ]);
    expect(headers).toMatchObject({ "content-type": "text/plain; charset=utf-8", connection: "close" });
    await expect(wire.receive()).rejects.toThrow("closed");
  });

  it("rethrows an error of the handler", () => {
    const listener = proxyFix(() => {
      throw new Error("on purpose");
    });
    const req = new IncomingMessage(new Socket());
    expect(() => listener(req, new http.ServerResponse(req))).toThrow("on purpose");
  });

  it("writes nothing and throws nothing if a refused request has been answered already", async () => {
    let calls = 0;
    const wrapped = proxyFix(() => calls++, { allowedHosts: ["shop.example"] });
    const server = http.createServer((req, res) => {
      res.writeHead(503).end("closed");
      wrapped(req, res);
    });
    const { get } = await serve(proxyFixServer(server));
    const { status, body } = await get("/");
    expect([status, body, calls]).toEqual([503, "closed", 0]);
  });

  it("writes no second answer if other code has answered before proxyFixServer refuses the request", async () => {
    const server = proxyFixServer(
      http.createServer(() => expect.unreachable()),
      { allowedHosts: ["shop.example"] },
    );
    const emit = server.emit.bind(server) as (...args: unknown[]) => boolean;
    server.emit = (...args: unknown[]) => {
      if (args[0] === "request") (args[2] as http.ServerResponse).end("closed");
      return emit(...args);
    };
    expect((await (await serve(server)).get("/")).body).toBe("closed");
  });

  it("refuses a request if a rewrite makes it one that the options refuse", async () => {
    const inner = rewriteHeaders(
      (_req, res) => res.end("reached"),
      map("x-forwarded-host", (host) => `evil.${host}`),
    );
    const { get } = await serve(proxyFix(inner, { ...ONE_PROXY, allowedHosts: ["example.com"] }));
    expect((await get("/", { "X-Forwarded-Host": "example.com" })).status).toBe(400);
  });
});

describe("proxyFix around a listener, on a server with maxHeadersCount,", () => {
  const request = (lines: number): string =>
    `GET / HTTP/1.1\r\nHost: app\r\n${Array.from({ length: lines - 1 }, (_, at) => `x-${at}: \r\n`).join("")}\r\n`;

  it.each([
    [20, 19, 200],
    [20, 20, 431],
    [20, 25, 431],
    [0, 1200, 200],
  ])("and a limit of %i, answers a request of %i header lines with %i", async (limit, lines, status) => {
    const { server, open } = await serve(proxyFix((_req, res) => res.end()));
    server.maxHeadersCount = limit;
    expect((await open().exchange(request(lines))).status).toBe(status);
  });
});

describe("a call without its first argument", () => {
  it("throws an error that explains app.use(…) if the handler is missing", () => {
    const expected = "`handler`: got an object; expected a request listener, and the options behind it; ";
    for (const call of [
      () => proxyFix({ xHost: 1 } as never),
      () => rewriteHeaders({ use: () => 0 } as never, (headers) => headers),
    ]) {
      expect(call).toThrow(expected);
      expect(call).toThrow("for app.use(…) import from proxyfix/express or proxyfix/koa");
    }
  });
});

describe("a wrong option of the node adapter", () => {
  const wrong = { xHots: 1 } as object;

  it("throws when the handler is created", () => {
    const expected = expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "xHots" }) as Error;
    expect(() => proxyFix(() => undefined, wrong)).toThrow(expected);
    expect(() => proxyFixServer(http.createServer(), wrong)).toThrow(expected);
    expect(() => rewriteHeaders(() => undefined, {} as never)).toThrow(
      expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }),
    );
  });

  it.each([
    ["forwardedHeaders", "off", 'got "off"; expected "verified" or "keep"'],
    ["socket", 1, "got 1; expected true or false"],
    ["keepHeaders", "x-real-ip", 'got "x-real-ip"; expected a list'],
    ["keepHeaders", ["x-forwarded-for"], 'forwardedHeaders: "keep"'],
    ["keepHeaders", ["accept"], "is left alone anyway"],
    ["keepHeaders", [7], "got 7"],
  ])("is named in an error that explains it: %s: %j", (option, value, text) => {
    expect(() => proxyFix(() => undefined, { [option]: value })).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(text) as string }),
    );
  });
});
