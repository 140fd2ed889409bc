import { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { PassThrough } from "node:stream";
import { describe, expect, it, vi } from "vitest";

import { ProxyFixRefusal } from "../../src/errors.js";
import { resolve } from "../../src/index.js";
import { answerRefusal, refuseTunnel } from "../../src/request/answer-refusal.js";
import { parse } from "./parsed-request.js";

function createRefusal(status: 400 | 403 | 431): ProxyFixRefusal {
  return new ProxyFixRefusal(status, [], resolve({ peerAddress: "10.0.0.1", headers: { host: "evil.test" } }));
}

/** A response of HTTP/2: it has a stream. */
function createHttp2Response(): Http2ServerResponse {
  return { stream: {}, statusCode: 200, setHeader: vi.fn(), end: vi.fn() } as unknown as Http2ServerResponse;
}

describe("answerRefusal", () => {
  it.each([400, 403, 431] as const)(
    "answers with status %i and the message alone, and closes the connection",
    (status) => {
      const res = new ServerResponse(parse([["Host", "evil.test"]]));
      const end = vi.spyOn(res, "end");
      const refusal = createRefusal(status);
      answerRefusal(res, refusal);
      expect(res.statusCode).toBe(status);
      expect({ ...res.getHeaders() }).toEqual({
        "content-type": "text/plain; charset=utf-8",
        "content-length": refusal.message.length + 1,
        connection: "close",
      });
      expect(end.mock.calls).toEqual([[`${refusal.message}\n`]]);
      expect(refusal.message).not.toContain("evil.test");
    },
  );

  it("sends no connection header if the response is one of HTTP/2", () => {
    const res = createHttp2Response();
    answerRefusal(res, createRefusal(403));
    expect(res.statusCode).toBe(403);
    expect(vi.mocked(res.setHeader).mock.calls.map(([name]) => name)).toEqual(["content-type", "content-length"]);
  });
});

describe("answerRefusal, if other code has answered already,", () => {
  it.each<[string, (res: ServerResponse) => unknown]>([
    ["has sent the headers", (res) => res.writeHead(503)],
    ["has ended the answer", (res) => res.end()],
  ])("writes nothing and throws nothing if it %s", (_how, answer) => {
    const res = new ServerResponse(parse([]));
    answer(res);
    const end = vi.spyOn(res, "end");
    answerRefusal(res, createRefusal(403));
    expect(end).not.toHaveBeenCalled();
  });
});

describe("refuseTunnel", () => {
  it.each<[string, (socket: PassThrough) => unknown]>([
    ["ended", (socket) => socket.end("HTTP/1.1 503 Unavailable\r\n\r\n")],
    ["destroyed", (socket) => socket.destroy()],
  ])("writes nothing to a socket that other code has %s", (_how, answer) => {
    const socket = new PassThrough();
    answer(socket);
    const end = vi.spyOn(socket, "end");
    refuseTunnel(socket, createRefusal(403));
    expect(end).not.toHaveBeenCalled();
  });

  it("writes a whole answer to the bare socket of HTTP/1.1, and destroys the socket", async () => {
    const socket = new PassThrough();
    const refusal = createRefusal(403);
    const chunks: string[] = [];
    socket.setEncoding("latin1").on("data", (chunk: string) => chunks.push(chunk));
    const closed = new Promise((done) => void socket.once("close", done));
    refuseTunnel(socket, refusal);
    await closed;
    expect(chunks.join("")).toBe(
      "HTTP/1.1 403 Forbidden\r\n" +
        "content-type: text/plain; charset=utf-8\r\n" +
        `content-length: ${refusal.message.length + 1}\r\n` +
        "connection: close\r\n\r\n" +
        `${refusal.message}\n`,
    );
  });

  it("destroys the socket if it fails, and throws nothing", () => {
    const socket = new PassThrough();
    refuseTunnel(socket, createRefusal(400));
    expect(() => socket.emit("error", new Error("vanished"))).not.toThrow();
    expect(socket.destroyed).toBe(true);
  });

  it("answers by the response if the request is one of HTTP/2", () => {
    const res = createHttp2Response();
    refuseTunnel(res, createRefusal(431));
    expect(res.statusCode).toBe(431);
  });
});
