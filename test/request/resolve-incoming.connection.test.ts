import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";

import { createEngine, type AdapterOptions, type Engine } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import { copy, pipe, set } from "../../src/rewrite/index.js";
import { showSocket } from "../../src/request/socket-view.js";
import { formatRequest } from "../contract/wire.js";
import { createTlsServer, listen, open } from "../frameworks/listen.js";
import { createPeer, OF_BROWSER, parse, see, settle, type Line } from "./parsed-request.js";

const HOST: Line = ["Host", "app.internal"];
const FOR: Line = ["X-Forwarded-For", "6.6.6.6, 203.0.113.7"];
const FOR6: Line = ["X-Forwarded-For", "2001:db8::6, 2001:db8:85a3::7"];
const PROTO: Line = ["X-Forwarded-Proto", "https"];
const PORT: Line = ["X-Forwarded-Port", "443"];
const X_HOST: Line = ["x-forwarded-host", "www.example.com"];
const BEHIND_THREE: readonly Line[] = [
  HOST,
  ["X-Forwarded-For", "6.6.6.6, 10.3.3.3,10.2.2.2, 10.1.2.3"],
  PROTO,
  X_HOST,
];
const USUAL = [HOST, ["Accept", "*/*"], FOR, PROTO, X_HOST] as const;

/** The engine of these options, which counts how often it goes the short way. */
function watch(options: AdapterOptions): { readonly engine: Engine; readonly taken: () => number } {
  const engine = createEngine(options);
  let taken = 0;
  const usual: Engine["usual"] = engine.usual && {
    ...engine.usual,
    resolve: (lines, connectionProto) => {
      const resolution = engine.usual?.resolve(lines, connectionProto);
      if (resolution !== undefined) taken += 1;
      return resolution;
    },
  };
  return { engine: { ...engine, usual }, taken: () => taken };
}

/**
 * Resolves the request by both ways, which must agree, alone and with a browser's other headers; says whether the short one
 * was gone, which those must not decide.
 */
function isUsual(options: AdapterOptions, lines: readonly Line[], socket?: Socket): boolean {
  const isGone = isUsualAlone(options, lines, socket);
  expect(isUsualAlone(options, [...lines.slice(0, 1), ...OF_BROWSER, ...lines.slice(1)], socket)).toBe(isGone);
  return isGone;
}

function isUsualAlone(options: AdapterOptions, lines: readonly Line[], socket?: Socket): boolean {
  const { engine, taken } = watch(options);
  const one = parse(lines, socket);
  const other = parse(lines, socket);
  expect(settle(engine, one)).toBe(settle({ ...engine, usual: undefined }, other));
  expect(see(one)).toEqual(see(other));
  const { original, ...rest } = { ...resolutionOf(one), original: resolutionOf(one)?.original };
  expect(original).toEqual(resolutionOf(other)?.original);
  expect(rest).toEqual({ ...resolutionOf(other) });
  return taken() === 1;
}

describe("the short way of usual requests", () => {
  it.each<[string, AdapterOptions, readonly Line[]]>([
    ["all three headers are read", { xHost: 1 }, USUAL],
    [
      "the proxy tells an address alone that is its own",
      { xHost: 1 },
      [HOST, ["x-forwarded-for", "10.1.2.3"], PROTO, X_HOST],
    ],
    ["the client's address is of IPv6", { xHost: 1 }, [HOST, FOR6, PROTO, X_HOST]],
    [
      "all addresses are",
      { xHost: 1, trustedProxies: ["10.0.0.0/8", "fd00::/8"] },
      [HOST, ["X-Forwarded-For", "6.6.6.6, 2001:db8::7, fd00::2,fd00::1"], PROTO, X_HOST],
    ],
    ["the port is read", { xHost: 1, xPort: 1 }, [...USUAL, PORT]],
    ["the host is the connection's, the port is not", { xPort: 1 }, [HOST, FOR, PROTO, ["X-Forwarded-Port", "8443"]]],
    ["the host is the connection's", {}, [HOST, FOR, PROTO]],
    ["the proto is the connection's", { xProto: 0, xHost: 1 }, [FOR, X_HOST, HOST]],
    ["both are", { xProto: 0 }, [HOST, FOR]],
    ["the host is the same", { xHost: 1 }, [["Host", "www.example.com"], FOR, PROTO, X_HOST]],
    ["the host is allowed", { xHost: 1, allowedHosts: ["www.example.com"] }, USUAL],
    ["issues are refused, of which there is none", { xHost: 1, strict: true }, USUAL],
    ["the headers are kept", { xHost: 1, forwardedHeaders: "keep" }, USUAL],
    ["the peer is trusted", { xHost: 1, trustedPeers: "10.0.0.0/8" }, USUAL],
    ["the peer is a trusted proxy, the client is not", { xHost: 1, trustedProxies: "10.0.0.0/8" }, USUAL],
    ["several proxies are trusted", { xHost: 1, trustedProxies: "10.0.0.0/8" }, BEHIND_THREE],
    ["fewer may speak than are trusted", { xFor: 2, xHost: 1, trustedProxies: "10.0.0.0/8" }, BEHIND_THREE],
    ["all are trusted", { xHost: 1, trustedProxies: ["10.0.0.0/8", "6.6.6.6"] }, BEHIND_THREE],
    ["a port has to be taken out", { xHost: 1 }, [...USUAL, PORT]],
    ["a prefix has", { xHost: 1 }, [...USUAL, ["X-Forwarded-Prefix", "/evil"]]],
    ["Forwarded has", { xHost: 1 }, [...USUAL, ["Forwarded", "for=6.6.6.6"]]],
    ["a vendor's header has", { xHost: 1 }, [...USUAL, ["X-Real-IP", "6.6.6.6"]]],
    ["an alias has", { xHost: 1 }, [...USUAL, ["X_Forwarded_Host", "evil.test"]]],
    ["a proto has that is not read", { xProto: 0, xHost: 1 }, USUAL],
    ["a host has that is not read", {}, USUAL],
  ])("is gone where %s", (_where, options, lines) => {
    expect(isUsual(options, lines)).toBe(true);
  });

  it.each<[string, AdapterOptions, readonly Line[]]>([
    ["the port is not the proto's", { xHost: 1, xPort: 1 }, [...USUAL, ["X-Forwarded-Port", "8443"]]],
    ["there is no port", { xHost: 1, xPort: 1 }, USUAL],
    ["the port is spelt otherwise", { xHost: 1, xPort: 1 }, [...USUAL, ["X-Forwarded-Port", "0443"]]],
    ["the port is none", { xHost: 1, xPort: 1 }, [...USUAL, ["X-Forwarded-Port", "0"]]],
    ["several proxies tell a port", { xHost: 1, xPort: 1 }, [...USUAL, ["X-Forwarded-Port", "80, 443"]]],
    ["Host is a list", {}, [["Host", "evil.test, app.internal"], FOR, PROTO]],
    ["several proxies tell a proto", { xHost: 1 }, [HOST, FOR, ["X-Forwarded-Proto", "http, https"], X_HOST]],
    [
      "several proxies tell a host",
      { xHost: 1 },
      [HOST, FOR, PROTO, ["X-Forwarded-Host", "evil.test, www.example.com"]],
    ],
    ["there is no address", { xHost: 1 }, [HOST, PROTO, X_HOST]],
    ["there is no proto", { xHost: 1 }, [HOST, FOR, X_HOST]],
    ["there is no host of the proxy's", { xHost: 1 }, [HOST, FOR, PROTO]],
    ["there is no Host", { xHost: 1 }, [FOR, PROTO, X_HOST]],
    ["an IPv6 address is spelt otherwise", { xHost: 1 }, [HOST, ["X-Forwarded-For", "2001:DB8::7"], PROTO, X_HOST]],
    ["an IPv6 address is mapped", { xHost: 1 }, [HOST, ["X-Forwarded-For", "::ffff:cb00:7107"], PROTO, X_HOST]],
    ["the address has a port", { xHost: 1 }, [HOST, ["X-Forwarded-For", "[2001:db8::7]:4711"], PROTO, X_HOST]],
    ["the address is unknown", { xHost: 1 }, [HOST, ["X-Forwarded-For", "unknown"], PROTO, X_HOST]],
    ["the proto is spelt otherwise", { xHost: 1 }, [HOST, FOR, ["X-Forwarded-Proto", "HTTPS"], X_HOST]],
    ["the host has a port", { xHost: 1 }, [HOST, FOR, PROTO, ["X-Forwarded-Host", "www.example.com:8443"]]],
    ["the connection's host has one", {}, [["Host", "app:3000"], FOR, PROTO]],
    ["the host is not allowed", { xHost: 1, allowedHosts: ["app.internal"] }, USUAL],
    ["the connection's host is not allowed", { allowedHosts: ["www.example.com"] }, [HOST, FOR, PROTO]],
    ["a header comes twice", { xHost: 1 }, [...USUAL, ["X-Forwarded-Proto", "http"]]],
    ["Host comes twice", { xHost: 1 }, [...USUAL, ["Host", "evil.test"]]],
    ["the peer is not trusted", { xHost: 1, trustedPeers: "192.0.2.0/24" }, USUAL],
    ["the peer is no trusted proxy", { xHost: 1, trustedProxies: "192.0.2.0/24" }, USUAL],
    ["a function says who may connect", { xHost: 1, trustedPeers: () => true }, USUAL],
    ["a function says who is a proxy", { xHost: 1, trustedProxies: (address) => address === "10.0.0.1" }, USUAL],
    [
      "a trusted proxy is spelt otherwise",
      { xHost: 1, trustedProxies: "10.0.0.0/8" },
      [HOST, ["X-Forwarded-For", "203.0.113.7, 10.2.2.2:4711, 10.1.2.3"], PROTO, X_HOST],
    ],
    [
      "nothing stands before a trusted proxy",
      { xHost: 1, trustedProxies: "10.0.0.0/8" },
      [HOST, ["X-Forwarded-For", ", 10.1.2.3"], PROTO, X_HOST],
    ],
    ["there are two proxies", { xFor: 2, xHost: 1 }, USUAL],
    ["a user's own function judges issues", { xHost: 1, strict: () => true }, USUAL],
  ])("is not gone where %s", (_where, options, lines) => {
    expect(isUsual(options, lines)).toBe(false);
  });

  it("is not gone where lines may have been lost", () => {
    const lines = [...USUAL, ...Array.from({ length: 1000 }, (_, at): Line => [`x-${at}`, "1"])];
    expect(isUsualAlone({ xHost: 1 }, lines.slice(0, 999))).toBe(true);
    expect(isUsualAlone({ xHost: 1 }, lines.slice(0, 1000))).toBe(false);
  });

  it.each([
    ["https", true],
    ["http", false],
  ])("takes %s from the connection", (proto, encrypted) => {
    const socket = createPeer("10.0.0.1", { encrypted });
    expect(isUsual({ xProto: 0 }, [HOST, FOR], socket)).toBe(true);
    const req = parse([HOST, FOR], socket);
    expect(resolveIncoming(createEngine({ xProto: 0 }), req).resolution).toMatchObject({ proto });
  });
});

describe("the short way where peers are trusted", () => {
  const unix = { server: { address: () => "/run/app.sock" } };

  it.each<[string, string | readonly string[], string | undefined, object, boolean]>([
    ["an IPv4 address", "10.0.0.0/8", "10.0.0.1", {}, true],
    ["one as a socket for both tells it", "10.0.0.0/8", "::ffff:10.0.0.1", {}, true],
    ["an IPv6 address", "fd00::/8", "fd00::1", {}, true],
    ["another", "fd00::/8", "2001:db8::1", {}, false],
    ["a unix-domain socket", ["unix", "10.0.0.0/8"], undefined, unix, true],
    ["one that nobody trusts", "10.0.0.0/8", undefined, unix, false],
    ["gone", ["unix", "10.0.0.0/8"], undefined, {}, false],
  ])("asks the peer, which is %s", (_what, trustedPeers, address, more, isTrusted) => {
    expect(isUsual({ xHost: 1, trustedPeers }, USUAL, createPeer(address, more))).toBe(isTrusted);
  });

  it.each(["www.example.com", "www.example.com:8443"])("asks a user's function once, of a request for %s", (host) => {
    const asked: string[] = [];
    const trustedPeers = (address: string): boolean => asked.push(address) > 0;
    const lines: readonly Line[] = [HOST, FOR, PROTO, ["X-Forwarded-Host", host]];
    resolveIncoming(createEngine({ xHost: 1, trustedPeers }), parse(lines));
    expect(asked).toEqual(["10.0.0.1"]);
  });

  it.each<[string, AdapterOptions, readonly Line[]]>([
    ["its peer", { xHost: 1, trustedPeers: "10.0.0.0/8" }, USUAL],
    ["its proto", { xHost: 1, xProto: 0 }, [HOST, FOR, X_HOST]],
  ])("is not led astray by a socket that has another request resolved when it tells %s", (_what, options, lines) => {
    const other = parse([["X-Evil", "1"], ...lines]);
    const interrupt = (): void => void resolveIncoming(createEngine(options), other);
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
    const { clientAddress, host } = resolveIncoming(createEngine(options), parse(lines, socket)).resolution;
    expect({ clientAddress, host }).toEqual({ clientAddress: "203.0.113.7", host: "www.example.com" });
  });

  it("writes down the proxies that were crossed", () => {
    const req = parse(BEHIND_THREE);
    const { clientAddress, addresses } = resolveIncoming(
      createEngine({ xFor: 3, xHost: 1, trustedProxies: "10.0.0.0/8" }),
      req,
    ).resolution;
    expect(clientAddress).toBe("10.3.3.3");
    expect(addresses).toEqual(["10.3.3.3", "10.2.2.2", "10.1.2.3"]);
    expect(req.headers["x-forwarded-for"]).toBe("10.3.3.3, 10.2.2.2, 10.1.2.3");
  });
});

describe("a request that went the short way", () => {
  const throughAll = (options: AdapterOptions): Engine => ({ ...createEngine(options), findsLines: false });
  const shuffle = pipe(copy("accept", "x-forwarded-host"), set("x-forwarded-for", "192.0.2.1, 192.0.2.2"));

  it.each<[string, (req: IncomingMessage, second: Engine) => void]>([
    ["is resolved by other options", (req, second) => void settle(second, req)],
    ["is rewritten", (req) => void rewriteIncoming(shuffle, req)],
    [
      "is rewritten, then resolved by other options",
      (req, second) => {
        rewriteIncoming(shuffle, req);
        settle(second, req);
      },
    ],
  ])("tells what it would have told after another, where it %s", (_what, then) => {
    for (const second of [{ xFor: 2, xHost: 1 }, { xFor: 0, xProto: 0 }, { xPrefix: 1 }] as const) {
      const { engine, taken } = watch({ xHost: 1 });
      const one = parse(USUAL);
      resolveIncoming(engine, one);
      expect(taken()).toBe(1);
      const other = parse(USUAL);
      resolveIncoming(throughAll({ xHost: 1 }), other);
      then(one, createEngine(second));
      then(other, throughAll(second));
      expect(JSON.stringify(resolutionOf(one))).toBe(JSON.stringify(resolutionOf(other)));
      expect(see(one)).toEqual(see(other));
      expect(resolutionOf(one)?.original).toEqual(resolutionOf(other)?.original);
    }
  });
});

describe("a request whose connection is asked later", () => {
  /**
   * Gives the n-th request of a connection, which was resolved, and whose peer is gone since.
   *
   * @param server - that it comes to
   * @param then - what is done once it is resolved
   */
  async function abandon(n: number, server: Server, then: (req: IncomingMessage) => void): Promise<IncomingMessage> {
    const wire = open(await listen(server));
    const { engine, taken } = watch({ xHost: 1 });
    for (let nth = 1; ; nth += 1) {
      const [req, res] = await receive(server, () => wire.send(formatRequest(USUAL)));
      resolveIncoming(engine, req);
      expect(taken()).toBe(nth);
      if (nth < n) {
        res.end();
        continue;
      }
      then(req);
      // Not by once(), which an aborted connection's error would fail.
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
  ])("tells its peer when that is gone, over %s, as the connection's request number %i", async (proto, n) => {
    const server = proto === "https" ? createTlsServer() : createServer();
    const req = await abandon(n, server, () => undefined);
    const original = { peerAddress: "127.0.0.1", host: "app.internal", proto };
    expect(resolutionOf(req)?.original).toMatchObject(original);
    const { clientAddress, clientPort } = resolveIncoming(createEngine({ xFor: 0 }), req).resolution;
    expect(clientAddress).toBe("127.0.0.1");
    expect(clientPort).toBeGreaterThan(0);
  });

  // Bun's socket has null there, and tells nothing once it is closed.
  it.each([
    ["has nothing there", {}],
    ["has null there", { _peername: null }],
  ])("tells its peer when that is gone, of a socket that does not remember it: one that %s", (_what, memory) => {
    const socket = { remoteAddress: "192.0.2.9" as string | undefined, remotePort: 4711, ...memory };
    const { engine, taken } = watch({ xHost: 1 });
    const req = parse(USUAL, socket as unknown as Socket);
    resolveIncoming(engine, req);
    expect(taken()).toBe(1);
    socket.remoteAddress = undefined;
    expect(resolutionOf(req)?.original.peerAddress).toBe("192.0.2.9");
    expect(resolveIncoming(createEngine({ xFor: 0 }), req).resolution.clientAddress).toBe("192.0.2.9");
  });

  it("tells its peer, not its client, where it shows a view of its socket", async () => {
    const req = await abandon(2, createServer(), showSocket);
    expect(req.socket.remoteAddress).toBe("203.0.113.7");
    expect(resolutionOf(req)?.original.peerAddress).toBe("127.0.0.1");
  });
});

async function receive(server: Server, send: () => void): Promise<[IncomingMessage, ServerResponse]> {
  const received = once(server, "request");
  send();
  return (await received) as [IncomingMessage, ServerResponse];
}
