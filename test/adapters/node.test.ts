import http, { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { proxyFix, proxyFixServer, resolutionOf, rewriteHeaders } from "../../src/adapters/node.js";
import { map } from "../../src/rewrite/index.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "../frameworks/serve.js";

describe("proxyFix around a listener", () => {
  it("gives the resolution and what the request was before, and nobody else's request has one", async () => {
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

  it("shows the ten facts alone as JSON", async () => {
    const { get } = await serve(proxyFix((req, res) => res.end(JSON.stringify(req.proxyFix)), ONE_PROXY));
    const lines = { ...THROUGH_PROXY, "X-Forwarded-For": "198.51.100.7:4711" };
    expect(Object.keys(JSON.parse((await get("/", lines)).body) as object)).toEqual([
      ...["clientAddress", "clientPort", "addresses", "proto", "host"],
      ...["hostname", "port", "prefix", "origin", "issues"],
    ]);
  });

  it("answers a refusal with a sentence of its own and ends the connection", async () => {
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

  it("hands on what the handler throws", () => {
    const listener = proxyFix(() => {
      throw new Error("on purpose");
    });
    const req = new IncomingMessage(new Socket());
    expect(() => listener(req, new http.ServerResponse(req))).toThrow("on purpose");
  });

  it("hands on what a rewrite throws, which is no refusal", () => {
    const fail = (): never => {
      throw new Error("on purpose");
    };
    const req = new IncomingMessage(new Socket());
    const res = new http.ServerResponse(req);
    expect(() => rewriteHeaders(() => undefined, fail)(req, res)).toThrow("on purpose");
  });

  it("answers where a rewrite makes a request one that is refused", async () => {
    const inner = rewriteHeaders(
      (_req, res) => res.end("reached"),
      map("x-forwarded-host", (host) => `evil.${host}`),
    );
    const { get } = await serve(proxyFix(inner, { ...ONE_PROXY, allowedHosts: ["example.com"] }));
    expect((await get("/", { "X-Forwarded-Host": "example.com" })).status).toBe(400);
  });
});

describe("a server's own limit of header lines", () => {
  const request = (lines: number): string =>
    `GET / HTTP/1.1\r\nHost: app\r\n${Array.from({ length: lines - 1 }, (_, at) => `x-${at}: \r\n`).join("")}\r\n`;

  it.each([
    ["20", 20, 19, 200],
    ["20", 20, 20, 431],
    ["20, and dropped some", 20, 25, 431],
    ["none", 0, 1200, 200],
  ])("counts where it is %s", async (_name, limit, lines, status) => {
    const { server, open } = await serve(proxyFix((_req, res) => res.end()));
    server.maxHeadersCount = limit;
    expect((await open().exchange(request(lines))).status).toBe(status);
  });
});

describe("a wrong call", () => {
  it("without a handler says how frameworks are served", () => {
    const expected = "`handler`: got an object; expected a request listener, and the options behind it; for app.use(…)";
    expect(() => proxyFix({ xHost: 1 } as never)).toThrow(expected);
    expect(() => rewriteHeaders({ use: () => 0 } as never, (headers) => headers)).toThrow(expected);
  });

  it("without a server says what a server is", () => {
    const application = Object.assign(() => undefined, { emit: () => true });
    for (const [wrong, came] of [
      [{}, "an object"],
      [undefined, "undefined"],
      [application, "a function"],
    ] as const) {
      expect(() => proxyFixServer(wrong as object)).toThrow(`\`server\`: got ${came}; expected a server of node:http`);
    }
  });
});

describe("a wrong option", () => {
  const wrong = { xHots: 1 } as object;

  it("fails at construction", () => {
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
  ])("is named with what to do: %s of %j", (option, value, text) => {
    expect(() => proxyFix(() => undefined, { [option]: value })).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(text) as string }),
    );
  });
});
