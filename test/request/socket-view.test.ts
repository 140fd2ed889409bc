import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming } from "../../src/request/resolve-incoming.js";
import { findSocket } from "../../src/request/read-facts.js";
import { showSocket } from "../../src/request/socket-view.js";
import { serve, THROUGH_PROXY } from "../frameworks/serve.js";
import { createPeer, parse } from "./parsed-request.js";

/** Runs a check on a request that a server received and whose socket is a view. */
async function inspect(
  check: (req: IncomingMessage, res: ServerResponse) => unknown,
  lines: Readonly<Record<string, string>> = THROUGH_PROXY,
): Promise<unknown> {
  const handler = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    res.end(JSON.stringify(await check(req, res)));
  };
  const { get } = await serve(proxyFix((req, res) => void handler(req, res), { socket: true }));
  const { body } = await get("/", lines);
  return body === "" ? undefined : JSON.parse(body);
}

describe("a view of a socket", () => {
  it("has the client's address, port, family and scheme, by either name of the socket", async () => {
    const seen = await inspect(
      (req) => {
        const { remoteAddress, remotePort, remoteFamily } = req.socket;
        const { encrypted } = req.socket as Partial<{ encrypted: boolean }>;
        return {
          remoteAddress,
          remotePort,
          remoteFamily,
          encrypted,
          same: Reflect.get(req, "connection") === req.socket,
        };
      },
      { "X-Forwarded-For": "[2001:db8::7]:4711", "X-Forwarded-Proto": "https" },
    );
    expect(seen).toEqual({
      remoteAddress: "2001:db8::7",
      remotePort: 4711,
      remoteFamily: "IPv6",
      encrypted: true,
      same: true,
    });
  });

  it("has no address and no family if the client is unknown", async () => {
    const seen = await inspect((req) => [req.socket.remoteAddress ?? "none", req.socket.remoteFamily ?? "none"], {
      "X-Forwarded-For": "unknown",
    });
    expect(seen).toEqual(["none", "none"]);
  });

  it("has all other properties of the socket, and is an instance of Socket", async () => {
    const seen = await inspect((req, res) => {
      const real = res.socket;
      return {
        isSocket: req.socket instanceof Socket,
        constructor: req.socket.constructor === Socket,
        localPort: req.socket.localPort === real?.localPort,
        familyOfV4: req.socket.remoteFamily,
        peer: real?.remoteAddress,
        different: real !== req.socket,
      };
    });
    expect(seen).toEqual({
      ...{ isSocket: true, constructor: true, localPort: true, familyOfV4: "IPv4", peer: "127.0.0.1" },
      different: true,
    });
  });

  it("runs methods on the socket itself, the same function each time", async () => {
    const seen = await inspect((req, res) => {
      const { socket } = req;
      let calls = 0;
      const listener = (): number => calls++;
      socket.on("probe", listener);
      res.socket?.emit("probe");
      socket.off("probe", listener);
      res.socket?.emit("probe");
      return { calls, same: socket.setTimeout === socket.setTimeout };
    });
    expect(seen).toEqual({ calls: 1, same: true });
  });

  it("calls methods with the socket itself as `this`", async () => {
    const seen = await inspect((req, res) => {
      const view = req.socket as Socket & { probe?: () => unknown };
      view.probe = function (this: unknown) {
        return this === res.socket;
      };
      return view.probe();
    });
    expect(seen).toBe(true);
  });

  it("writes to the socket itself", async () => {
    const seen = await inspect((req, res) => {
      const view = req.socket as Socket & { probe?: () => string };
      view.probe = () => "one";
      const before = view.probe();
      view.probe = () => "two";
      return [before, view.probe(), (res.socket as typeof view).probe?.()];
    });
    expect(seen).toEqual(["one", "two", "two"]);
  });

  it("closes the connection if a handler destroys it", async () => {
    const { open } = await serve(proxyFix((req) => req.socket.destroy(), { socket: true }));
    const wire = open();
    wire.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
    await expect(wire.receive()).rejects.toThrow("closed");
  });

  it("sets a timeout on the socket itself", async () => {
    const seen = await inspect((req, res) => {
      req.socket.setTimeout(12_345);
      return res.socket?.timeout;
    });
    expect(seen).toBe(12_345);
  });

  it("has the facts of the last resolution if the request has several", async () => {
    const views = new Set<unknown>();
    const respond = (req: IncomingMessage, res: ServerResponse): void => {
      views.add(req.socket);
      res.end(req.socket.remoteAddress);
    };
    const inner = proxyFix(respond, { socket: true, xFor: 2 });
    const outer = (req: IncomingMessage, res: ServerResponse): void => {
      views.add(req.socket);
      inner(req, res);
    };
    const { get } = await serve(proxyFix(outer, { socket: true }));
    expect((await get("/", THROUGH_PROXY)).body).toBe("6.6.6.6");
    expect(views.size).toBe(1);
  });

  it("does not keep a body from being read", async () => {
    const { open } = await serve(
      proxyFix(
        (req, res) => {
          void once(
            req.on("data", () => undefined),
            "end",
          ).then(() => res.end("read"));
        },
        { socket: true },
      ),
    );
    const bytes = "POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 4\r\n\r\nbody";
    expect((await open().exchange(bytes)).body).toBe("read");
  });
});

describe("showSocket", () => {
  it("leaves a view alone, so that no view has another behind it", () => {
    const req = { socket: createPeer("10.0.0.1") as object };
    showSocket(req);
    const view = req.socket;
    showSocket(req);
    expect(req.socket).toBe(view);
  });

  it.each([undefined, null])("does nothing if the socket is %s", (socket) => {
    const req: { readonly socket?: object | null } = socket === null ? { socket } : {};
    showSocket(req);
    expect(req.socket).toBe(socket);
  });

  it("shows the properties of the socket as long as the request is not resolved", () => {
    const req = { socket: createPeer("10.0.0.1", { remotePort: 4711 }) };
    showSocket(req);
    expect(req.socket).toMatchObject({ remoteAddress: "10.0.0.1", remotePort: 4711 });
  });

  it("does not write to the socket, which other requests share", () => {
    const socket = createPeer("10.0.0.1");
    const req = { socket };
    showSocket(req);
    expect(Reflect.ownKeys(socket)).toEqual(["remoteAddress"]);
    expect(findSocket(req.socket)).toBe(socket);
  });
});

describe("a view of a socket that another copy of the package created", () => {
  it("is not mistaken for a socket: the request is resolved from the peer behind it", async () => {
    vi.resetModules();
    const other = await import("../../src/request/socket-view.js");
    const otherResolve = await import("../../src/request/resolve-incoming.js");
    const otherCompile = await import("../../src/headers/compile-adapter.js");
    expect(other.showSocket).not.toBe(showSocket);
    const lines = [
      ["Host", "app"],
      ["X-Forwarded-For", "203.0.113.7"],
    ] as const;
    const first = parse(lines);
    const { socket } = first;
    otherResolve.resolveIncoming(otherCompile.compileAdapter({}), first);
    other.showSocket(first);
    expect(first.socket.remoteAddress).toBe("203.0.113.7");
    expect(Reflect.get(first.socket, Symbol.for("proxyfix.socket"))).toBe(socket);

    const second = parse(lines, first.socket);
    resolveIncoming(compileAdapter({ trustedPeers: "10.0.0.1" }), second);
    expect(resolutionOf(second)).toMatchObject({
      clientAddress: "203.0.113.7",
      issues: [{ header: "x-forwarded-proto", reason: "absent" }],
      original: { peerAddress: "10.0.0.1", proto: "http" },
    });
    const view = second.socket;
    showSocket(second);
    expect(second.socket).toBe(view);
  });
});
