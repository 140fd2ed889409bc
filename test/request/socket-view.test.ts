import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import { serve, THROUGH_PROXY } from "../frameworks/serve.js";

/** Runs a check on a request whose socket is a view, in the middle of its server. */
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

describe("the view of a socket", () => {
  it("tells the client's address, port, family and scheme, by either name of the socket", async () => {
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

  it("tells nothing of a client that is not known", async () => {
    const seen = await inspect((req) => [req.socket.remoteAddress ?? "none", req.socket.remoteFamily ?? "none"], {
      "X-Forwarded-For": "unknown",
    });
    expect(seen).toEqual(["none", "none"]);
  });

  it("tells everything else as the socket does, and is one for instanceof", async () => {
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

  it("is nothing that a method gets to see", async () => {
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

  it("lets a handler end the connection", async () => {
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

  it("tells the last resolution of a request that has several", async () => {
    const views = new Set<unknown>();
    const tell = (req: IncomingMessage, res: ServerResponse): void => {
      views.add(req.socket);
      res.end(req.socket.remoteAddress);
    };
    const inner = proxyFix(tell, { socket: true, xFor: 2 });
    const outer = (req: IncomingMessage, res: ServerResponse): void => {
      views.add(req.socket);
      inner(req, res);
    };
    const { get } = await serve(proxyFix(outer, { socket: true }));
    expect((await get("/", THROUGH_PROXY)).body).toBe("6.6.6.6");
    expect(views.size).toBe(1);
  });

  it("lets a body be read", async () => {
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
