import { connect, createServer, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

import { proxyFixServer, type NodeOptions } from "../../src/adapters/node.js";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(options: NodeOptions, events: string[]): Promise<ClientHttp2Session> {
  const server = proxyFixServer(createServer({ settings: { enableConnectProtocol: true } }), options);
  server.on("request", (_req, res) => res.end(`${events.push("request")}`));
  server.on("connect", (_req, res) => res.end(`${events.push("connect")}`));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  open.push(() => {
    session.destroy();
    server.close();
  });
  await new Promise((resolve) => session.once("remoteSettings", resolve));
  return session;
}

async function request(session: ClientHttp2Session, headers: Record<string, string>): Promise<IncomingHttpHeaders> {
  const stream = session.request(headers, { endStream: false });
  const answer = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
    stream.once("response", resolve).once("error", reject);
  });
  stream.close();
  return answer;
}

const CONNECT = { ":method": "CONNECT", ":authority": "tunnel.test:443" };
const WEBSOCKET = {
  ":method": "CONNECT",
  ":protocol": "websocket",
  ":scheme": "http",
  ":path": "/chat",
  ":authority": "chat.test",
};

// A 2xx answer to CONNECT means that the tunnel is open (RFC 9110 section 9.3.6, RFC 8441 section 5).
describe("CONNECT over HTTP/2,", () => {
  it.each([
    ["for a tunnel", CONNECT],
    ["for a WebSocket", WEBSOCKET],
  ])("%s, is answered with the status of its refusal, and no listener runs", async (_, headers) => {
    const events: string[] = [];
    const strict = await serve({ trustedPeers: "10.0.0.1", strict: true }, events);
    expect((await request(strict, headers))[":status"]).toBe(403);
    const allowed = await serve({ xFor: 0, xProto: 0, allowedHosts: ["other.test"] }, events);
    expect((await request(allowed, headers))[":status"]).toBe(400);
    expect(events).toEqual([]);
  });

  it.each([
    ["for a tunnel", CONNECT],
    ["for a WebSocket", WEBSOCKET],
  ])("%s, reaches its listener if it is not refused", async (_, headers) => {
    const events: string[] = [];
    const session = await serve({ xFor: 0, xProto: 0 }, events);
    expect((await request(session, headers))[":status"]).toBe(200);
    expect(events).toHaveLength(1);
  });
});
