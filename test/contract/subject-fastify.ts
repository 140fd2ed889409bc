import type { IncomingMessage } from "node:http";
import type { Http2SecureServer } from "node:http2";
import fastify5, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { proxyFix, rewriteHeaders } from "../../src/adapters/fastify.js";
import { fastify4 } from "./older.js";
import { observe } from "./seen.js";
import { ANSWERED, externalTarget, hostnameOf, type Layer, type Subject, type Truth } from "./subject.js";

function readFastify(request: FastifyRequest): Record<string, unknown> {
  const { ip, ips, protocol, hostname, url, originalUrl } = request;
  return { ip, ips, protocol, hostname, url, originalUrl, proxyFix: typeof request.proxyFix };
}

const readFastify5 = (request: FastifyRequest): Record<string, unknown> => ({
  ...{ ...readFastify(request), host: request.host, port: request.port },
});

function listFastifyProperties(truth: Truth): Record<string, unknown> {
  const { clientAddress: ip, addresses, peerAddress, proto, target } = truth;
  // Fastify's order: the peer first, the client last. IPv4 is written as IPv4, even if the socket reports it as IPv6.
  const peer = peerAddress?.replace("::ffff:", "");
  const crossed = [...(peer === undefined ? [] : [peer]), ...addresses.toReversed()];
  const ips = ip === undefined ? [] : addresses.length === 0 ? [ip] : crossed;
  return { ip, ips, protocol: proto, url: target, originalUrl: externalTarget(truth), proxyFix: "object" };
}

function listFastify5Properties(truth: Truth): Record<string, unknown> {
  const { host = "" } = truth;
  const port = /:(\d+)$/.exec(host)?.[1];
  return {
    ...listFastifyProperties(truth),
    host,
    hostname: hostnameOf(host),
    port: port === undefined ? null : Number(port),
  };
}

type Read = (request: FastifyRequest) => Record<string, unknown>;

async function buildFastify(create: typeof fastify5, layers: readonly Layer[], isHttp2: boolean, read: Read) {
  const settings = isHttp2 ? { http2: true as const } : {};
  const app = create(settings as object) as FastifyInstance;
  for (const layer of layers) {
    if ("fix" in layer) await app.register(proxyFix, layer.fix);
    else await app.register(rewriteHeaders, { rewrite: layer.rewrite });
  }
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const body = await observe(request.raw, () => read(request));
    return reply.code(200).header(ANSWERED, "yes").send(body);
  };
  app.all("/*", answer);
  // For targets that no route matches.
  app.setNotFoundHandler(answer);
  await app.ready();
  return (req: IncomingMessage, res: never) =>
    (app as unknown as FastifyInstance<Http2SecureServer>).routing(req as never, res);
}

export const fastifySubjects: readonly Subject[] = [
  {
    name: "Fastify 4",
    // Its hostname has the port, and there is no host.
    listProperties: (truth) => ({ ...listFastifyProperties(truth), hostname: truth.host }),
    build: (layers, isHttp2) => buildFastify(fastify4, layers, isHttp2, readFastify),
  },
  {
    name: "Fastify 5",
    listProperties: listFastify5Properties,
    build: (layers, isHttp2) => buildFastify(fastify5, layers, isHttp2, readFastify5),
  },
];
