import { Elysia } from "elysia";
import { proxyFix, resolutionOf } from "../../src/adapters/fetch.js";

/** Elysia's own server on Bun: its handler receives the request alone, so that the peer is read from the server. */
export function listenByElysia(): number {
  const app = new Elysia();
  app.wrap((handler) =>
    proxyFix(handler as unknown as (request: Request) => Response, {
      ...{ trustedPeers: "loopback", xHost: 1 },
      peer: (request) => app.server?.requestIP(request) ?? undefined,
    }),
  );
  app.get("/who", ({ request }) => ({ url: request.url, address: resolutionOf(request)?.clientAddress }));
  app.ws("/socket", {
    message: (socket, data) => {
      const { request } = socket.data;
      socket.send({ url: request.url, address: resolutionOf(request)?.clientAddress, data });
    },
  });
  app.listen({ port: 0, hostname: "127.0.0.1" });
  return app.server!.port!;
}
