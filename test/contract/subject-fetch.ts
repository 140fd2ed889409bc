import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono, type Context } from "hono";
import { toNodeHandler } from "srvx/node";
import { addLayers, wrapFetch, type FetchApp } from "./fetch-layers.js";
import { groupLines, listFetchProperties, listHonoProperties, readHono, readRequest } from "./read-request.js";
import { observe } from "./seen.js";
import { ANSWERED, sendReport, type Layer, type Listener, type Subject } from "./subject.js";

/** The argument that servers on Node pass beside a Request. */
interface NodeEnv {
  readonly incoming: IncomingMessage;
}

const answer = async (request: Request, incoming: IncomingMessage): Promise<Response> =>
  new Response(await observe(incoming, () => readRequest(request, groupLines(incoming.rawHeaders))), {
    headers: { [ANSWERED]: "yes" },
  });

/** A server on Node that builds its Request from Node's request in the simplest way. */
function listenByOwnBridge(handler: FetchApp<NodeEnv>): Listener {
  return async (req: IncomingMessage, res: ServerResponse) => {
    const lines = req.rawHeaders.flatMap((name, at, all): [string, string][] =>
      at % 2 === 0 && !name.startsWith(":") ? [[name, all[at + 1]!]] : [],
    );
    const path = req.url?.replace(/^http:\/\/[^/]*/, "");
    const response = await handler(new Request(`http://server.example${path}`, { headers: lines }), { incoming: req });
    res.statusCode = response.status;
    if (response.headers.has(ANSWERED)) sendReport(res, await response.text());
    else res.end(await response.text());
  };
}

/** A server on Node, and how a handler gets Node's request from the Request that the server makes. */
const servers: Readonly<Record<string, (layers: readonly Layer[]) => Listener>> = {
  "@hono/node-server": (layers) =>
    getRequestListener(
      wrapFetch<NodeEnv>(layers, (request, { incoming }) => answer(request, incoming)) as never,
    ) as Listener,
  srvx: (layers) => {
    const findIncoming = (request: Request) =>
      (request as unknown as { readonly runtime: { readonly node: { readonly req: IncomingMessage } } }).runtime.node
        .req;
    const handler = wrapFetch<NodeEnv>(layers, (request) => answer(request, findIncoming(request)));
    return toNodeHandler(handler as never) as Listener;
  },
  "a bridge of its own": (layers) =>
    listenByOwnBridge(wrapFetch<NodeEnv>(layers, (request, { incoming }) => answer(request, incoming))),
};

type HonoEnv = { readonly Bindings: NodeEnv };

function readNodeHono(c: Context<HonoEnv>): Record<string, unknown> {
  return readHono(c, groupLines(c.env.incoming.rawHeaders), getConnInfo(c).remote.address);
}

function buildHono(layers: readonly Layer[]): Listener {
  const app = new Hono<HonoEnv>();
  addLayers(app, layers);
  app.all("*", async (c) => c.body(await observe(c.env.incoming, () => readNodeHono(c)), 200, { [ANSWERED]: "yes" }));
  return getRequestListener(app.fetch as never) as Listener;
}

export const fetchSubjects: readonly Subject[] = [
  ...Object.entries(servers).map(([name, build]): Subject => ({
    name: `fetch, on Node by ${name}`,
    build,
    listProperties: listFetchProperties,
    isSocketResolved: true,
    needsHost: true,
  })),
  {
    name: "Hono, on Node",
    build: buildHono,
    listProperties: listHonoProperties,
    isSocketResolved: true,
    needsHost: true,
  },
];
