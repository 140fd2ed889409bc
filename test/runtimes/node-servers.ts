import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, upgradeWebSocket } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { serve } from "srvx/node";
import { WebSocketServer } from "ws";
import type { Addresses, Helpers, RuntimeHandler } from "./runtime.js";
import { buildH3Site, buildSites } from "./sites.js";

/** The same servers as the program of Bun and Deno starts, in this process. */
export interface NodeServers {
  readonly addresses: Addresses;
  close(): Promise<void>;
}

/** Starts servers of Node for the sites. */
export async function startNodeServers(): Promise<NodeServers> {
  const sites = buildSites({ getConnInfo, upgradeWebSocket } as Omit<Helpers, "websocket">);
  const dispatch: RuntimeHandler = (request, argument) =>
    sites[request.headers.get("x-test-app") ?? ""]!(request, argument);
  const server = createAdaptorServer({
    fetch: dispatch,
    websocket: { server: new WebSocketServer({ noServer: true }) as never },
  }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bySrvx = serve({ fetch: buildH3Site() as never, port: 0, hostname: "127.0.0.1", silent: true });
  await bySrvx.ready();
  return {
    addresses: { http: (server.address() as AddressInfo).port, srvx: Number(new URL(bySrvx.url!).port) },
    async close() {
      server.closeAllConnections();
      server.close();
      await bySrvx.close(true);
    },
  };
}
