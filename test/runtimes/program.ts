/*
 * A program for Bun and Deno: the applications of the contract's cases, and the sites of the other tests. A request names
 * its application in `x-test-app`. The argument is a directory with a certificate; the first line of output is the
 * addresses.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { serve as serveBySrvx } from "srvx";
import { allCases } from "../contract/all-cases.js";
import { addLayers } from "../contract/fetch-layers.js";
import { readHono } from "../contract/read-request.js";
import type { Layer } from "../contract/subject.js";
import { listenByElysia } from "./elysia-server.js";
import { answerSeen, buildFetch, buildOrReport } from "./fetch-application.js";
import { loadHelpers, readAddress, serve, serveOnPath, type RuntimeHandler } from "./runtime.js";
import { buildH3Site, buildSites } from "./sites.js";

const helpers = await loadHelpers();

function buildHono(layers: readonly Layer[]): RuntimeHandler {
  const app = new Hono();
  addLayers(app, layers);
  app.all("*", (c) => {
    const address = helpers.getConnInfo(c).remote.address || undefined;
    const properties = readHono(c, Object.fromEntries(c.req.raw.headers), address);
    return answerSeen(c.req.raw, properties, readAddress(c.req.raw, c.env));
  });
  return (request, argument) => app.fetch(request, argument as object);
}

const apps = new Map<string, RuntimeHandler>(Object.entries(buildSites(helpers)));
for (const [at, { layers }] of allCases.entries()) {
  apps.set(
    `fetch-${at}`,
    buildOrReport(() => buildFetch(layers, readAddress)),
  );
  apps.set(
    `Hono-${at}`,
    buildOrReport(() => buildHono(layers)),
  );
}

const dispatch: RuntimeHandler = (request, argument) => {
  const app = apps.get(request.headers.get("x-test-app") ?? "");
  return app === undefined ? new Response("the request names no application", { status: 501 }) : app(request, argument);
};

const directory = process.argv.at(-1)!;
const tls = {
  cert: readFileSync(join(directory, "cert.pem"), "utf8"),
  key: readFileSync(join(directory, "key.pem"), "utf8"),
};
const path = join(directory, "app.sock");
serveOnPath(dispatch, path);
const http = serve(dispatch, "127.0.0.1", undefined, helpers.websocket);
const https = serve(dispatch, "127.0.0.1", tls);
const bySrvx = serveBySrvx({ fetch: buildH3Site() as never, port: 0, hostname: "127.0.0.1", silent: true });
await bySrvx.ready();
console.log(
  JSON.stringify({
    ...{ http, https, "dual-stack": serve(dispatch, "::"), h2c: http, h2: https, unix: path },
    srvx: Number(new URL(bySrvx.url!).port),
    ...("Bun" in globalThis && { elysia: listenByElysia() }),
  }),
);
