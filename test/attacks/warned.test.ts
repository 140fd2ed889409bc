import { createServer } from "node:http";
import type { Socket } from "node:net";
import { expect, it } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import { serve } from "../middleware/site.js";
import { listenForWarnings } from "../request/warnings.js";
import { warnedRequests } from "./warned.js";

it.each(warnedRequests.map((each) => [`${each.id}: ${each.title}`, each] as const))(
  "%s",
  async (_title, { options, peer, lines, code, clientAddress }) => {
    const listWarnings = listenForWarnings();
    const server = createServer(proxyFix((req, res) => void res.end(req.proxyFix.clientAddress), options));
    server.prependListener("connection", (socket: Socket) => {
      Object.defineProperty(socket, "remoteAddress", { value: peer });
    });
    const site = await serve(server);
    const { body } = await site.visit("/", { host: "app", ...Object.fromEntries(lines) });
    expect(body).toBe(clientAddress);
    expect(listWarnings()).toEqual([[expect.stringContaining(peer), { type: "ProxyFixWarning", code }]]);
    expect(JSON.stringify(listWarnings())).not.toContain(lines[0]?.[1]);
  },
);
