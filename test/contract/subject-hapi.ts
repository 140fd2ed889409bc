import type { Server } from "node:http";
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import Hapi, { type Request, type ResponseToolkit } from "@hapi/hapi";
import { proxyFix, rewriteHeaders } from "../../src/adapters/hapi.js";
import { observe } from "./seen.js";
import { ANSWERED, hostnameOf, type Layer, type Subject, type Truth } from "./subject.js";

function readHapi(request: Request): Record<string, unknown> {
  const { info, raw } = request;
  const { remoteAddress, remotePort, host, hostname, referrer } = JSON.parse(JSON.stringify(info)) as typeof info;
  return {
    ...{ remoteAddress, hasPort: remotePort === (request.proxyFix.clientPort ?? ""), host, hostname, referrer },
    ...{ url: raw.req.url, fullUrl: request.url?.href ?? null, query: request.query },
    ...{ headers: request.headers === raw.req.headers, proxyFix: typeof request.proxyFix },
  };
}

function listHapiProperties(truth: Truth): Record<string, unknown> {
  const { clientAddress: remoteAddress, proto, host = "", prefix, target } = truth;
  // The authority of an absolute-form target is the client's own text.
  const { pathname, search, searchParams } = new URL(target.startsWith("/") ? `http://app${target}` : target);
  return {
    ...{ remoteAddress, hasPort: true, host, hostname: hostnameOf(host), referrer: "" },
    ...{ url: target, fullUrl: `${proto}://${host}${prefix}${pathname}${search}` },
    ...{ query: Object.fromEntries(searchParams), headers: true, proxyFix: "object" },
  };
}

/** Builds an application whose handler is reached by every path and host. */
async function buildHapi(layers: readonly Layer[], isHttp2: boolean) {
  const listener = isHttp2 ? (createHttp2Server() as unknown as Server) : createServer();
  const server = Hapi.server({ listener, autoListen: false, debug: false, compression: false });
  for (const layer of layers) {
    if ("fix" in layer) await server.register({ plugin: proxyFix, options: layer.fix });
    else await server.register({ plugin: rewriteHeaders, options: { rewrite: layer.rewrite } });
  }
  server.route({
    method: "*",
    path: "/{path*}",
    handler: async (request: Request, h: ResponseToolkit) =>
      h.response(await observe(request.raw.req, () => readHapi(request))).header(ANSWERED, "yes"),
  });
  // Started, hapi keeps connections alive; the servers that listen are the stage's.
  await server.start();
  return (req: never, res: never) => void listener.emit("request", req, res);
}

export const hapiSubjects: readonly Subject[] = [
  { name: "hapi", needsHost: true, listProperties: listHapiProperties, build: buildHapi },
];
