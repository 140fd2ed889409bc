import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";
import { showSocket } from "../../src/request/socket-view.js";
import { formatRequest } from "../contract/wire.js";
import { createTlsServer, listen, open } from "../frameworks/listen.js";
import { createPeer, parse, type Line } from "./parsed-request.js";

const HOST: Line = ["Host", "app.internal"];
const FOR: Line = ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"];
const X_HOST: Line = ["x-forwarded-host", "www.example.com"];
const received = [HOST, ["Accept", "*/*"], FOR, ["X-Forwarded-Proto", "https"], X_HOST] as const;

describe("a request whose connection is read when it is resolved", () => {
  const unix = { _handle: { constructor: { name: "Pipe" } } };

  it.each<[string, string | readonly string[], string, Socket]>([
    ["believed", "10.0.0.0/8", "10.0.0.1", createPeer("10.0.0.1")],
    ["believed", "10.0.0.0/8", "::ffff:10.0.0.1", createPeer("::ffff:10.0.0.1")],
    ["believed", "fd00::/8", "fd00::1", createPeer("fd00::1")],
    ["not believed", "fd00::/8", "2001:db8::1", createPeer("2001:db8::1")],
    ["believed", ["unix", "10.0.0.0/8"], "a unix-domain socket", createPeer(undefined, unix)],
    ["not believed", "10.0.0.0/8", "a unix-domain socket", createPeer(undefined, unix)],
    ["not believed", ["unix", "10.0.0.0/8"], "unknown", createPeer(undefined)],
  ])("is %s if trustedPeers is %o and its peer is %s", (outcome, trustedPeers, _peer, socket) => {
    const isTrusted = outcome === "believed";
    const req = parse(received, socket);
    const { host, issues } = resolveIncoming(compileAdapter({ xHost: 1, trustedPeers }), req).resolution;
    expect(host).toBe(isTrusted ? "www.example.com" : "app.internal");
    expect(issues).toEqual(isTrusted ? [] : [{ reason: "untrusted-peer" }]);
  });

  it.each([
    ["https", true],
    ["http", false],
  ])("has the proto %s if no option believes another and encrypted is %o", (proto, encrypted) => {
    const req = parse([HOST, FOR], createPeer("10.0.0.1", { encrypted }));
    expect(resolveIncoming(compileAdapter({ xProto: 0 }), req).resolution).toMatchObject({
      proto,
      original: { proto },
    });
  });

  it.each(["www.example.com", "WWW.example.com:8443"])("calls trustedPeers once if its host is %s", (host) => {
    const asked: string[] = [];
    const trustedPeers = (address: string): boolean => asked.push(address) > 0;
    const lines: readonly Line[] = [HOST, FOR, ["X-Forwarded-Host", host]];
    resolveIncoming(compileAdapter({ xHost: 1, trustedPeers }), parse(lines));
    expect(asked).toEqual(["10.0.0.1"]);
  });

  it.each<[string, AdapterOptions, readonly Line[]]>([
    ["its peer", { xHost: 1, trustedPeers: "10.0.0.0/8" }, received],
    ["its proto", { xHost: 1, xProto: 0 }, [HOST, FOR, X_HOST]],
  ])(
    "is resolved by its own headers if its socket has another request resolved when %s is read",
    (_what, options, lines) => {
      const other = parse([["X-Evil", "1"], ["Host", "other"], ["X-Forwarded-For", "192.0.2.66"], ["X-Forwarded-Host", "other.example"]]); // prettier-ignore
      const interrupt = (): void => void resolveIncoming(compileAdapter(options), other);
      const socket = {
        get remoteAddress(): string {
          interrupt();
          return "10.0.0.1";
        },
        get encrypted(): boolean {
          interrupt();
          return false;
        },
      } as unknown as Socket;
      const req = parse(lines, socket);
      const { clientAddress, host } = resolveIncoming(compileAdapter(options), req).resolution;
      expect({ clientAddress, host }).toEqual({ clientAddress: "203.0.113.7", host: "www.example.com" });
      expect(req.headers).toMatchObject({ "x-forwarded-for": "203.0.113.7", "x-forwarded-host": "www.example.com" });
    },
  );
});

describe("a request whose connection is closed after it was resolved", () => {
  /**
   * Resolves the n-th request of a connection, closes the connection and returns the request.
   *
   * @param then - runs between the two
   */
  async function abandon(n: number, server: Server, then: (req: IncomingMessage) => void): Promise<IncomingMessage> {
    const wire = open(await listen(server));
    const adapter = compileAdapter({ xHost: 1 });
    for (let nth = 1; ; nth += 1) {
      const [req, res] = await receive(server, () => wire.send(formatRequest(received)));
      resolveIncoming(adapter, req);
      if (nth < n) {
        res.end();
        continue;
      }
      then(req);
      // Not by once(), which the error of an aborted connection would reject.
      const closed = new Promise<void>((resolve) => void req.socket.once("close", () => resolve()));
      wire.close();
      await closed;
      return req;
    }
  }

  it.each([
    ["http", 1],
    ["http", 2],
    ["https", 1],
    ["https", 2],
  ])("still has the facts of its connection, over %s as request number %i", async (proto, n) => {
    const server = proto === "https" ? createTlsServer() : createServer();
    const req = await abandon(n, server, () => undefined);
    const original = { peerAddress: "127.0.0.1", host: "app.internal", proto };
    expect(resolutionOf(req)?.original).toMatchObject(original);
    const { clientAddress, clientPort } = resolveIncoming(compileAdapter({ xFor: 0 }), req).resolution;
    expect(clientAddress).toBe("127.0.0.1");
    expect(clientPort).toBeGreaterThan(0);
  });

  // Bun's socket has null there, and no address once it is closed.
  it.each([
    ["has no cache of it", {}],
    ["has null as its cache of it", { _peername: null }],
  ])("still has the address of its peer if the socket %s", (_what, memory) => {
    const socket = { remoteAddress: "192.0.2.9" as string | undefined, remotePort: 4711, ...memory };
    const req = parse(received, socket as unknown as Socket);
    resolveIncoming(compileAdapter({ xHost: 1 }), req);
    socket.remoteAddress = undefined;
    expect(resolutionOf(req)?.original.peerAddress).toBe("192.0.2.9");
    expect(resolveIncoming(compileAdapter({ xFor: 0 }), req).resolution.clientAddress).toBe("192.0.2.9");
  });

  it("has its peer in the original and its client in the view if it has a view of its socket", async () => {
    const req = await abandon(2, createServer(), showSocket);
    expect(req.socket.remoteAddress).toBe("203.0.113.7");
    expect(resolutionOf(req)?.original.peerAddress).toBe("127.0.0.1");
  });
});

async function receive(server: Server, send: () => void): Promise<[IncomingMessage, ServerResponse]> {
  const requested = once(server, "request");
  send();
  return (await requested) as [IncomingMessage, ServerResponse];
}
