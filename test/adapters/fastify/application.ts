import fastify5, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import { onTestFinished } from "vitest";
import { fastify4 } from "../../contract/older.js";
import type { Answer } from "../../contract/wire.js";
import { serve, THROUGH_PROXY } from "../../frameworks/serve.js";

/** Both versions of Fastify, each with a function that creates an application that is closed when the test ends. */
export const versions = [
  ["Fastify 4", createBy(fastify4)],
  ["Fastify 5", createBy(fastify5)],
] as const;

type Create = (settings?: FastifyServerOptions) => FastifyInstance;

function createBy(fastify: typeof fastify5): Create {
  return (settings = {}) => {
    const app = fastify(settings) as unknown as FastifyInstance;
    onTestFinished(() => app.close());
    return app;
  };
}

/** The properties of a request that a handler answers with. */
export const readProperties = (request: FastifyRequest): object => ({
  ip: request.ip,
  protocol: request.protocol,
  header: request.headers["x-forwarded-for"],
  proxyFix: (request.proxyFix as object | undefined) !== undefined,
});
export const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.send(readProperties(request));

export const resolved = { ip: "198.51.100.7", protocol: "https", header: "198.51.100.7", proxyFix: true };
export const unresolved = { ip: "127.0.0.1", protocol: "http", header: "6.6.6.6, 198.51.100.7", proxyFix: false };

/** Sends a request to an application, which it starts first. */
export async function visit(app: FastifyInstance, target: string, lines: object = THROUGH_PROXY): Promise<Answer> {
  if (!app.server.listening) await app.listen({ port: 0, host: "127.0.0.1" });
  const { get } = await serve(app.server);
  return get(target, lines as Record<string, string>);
}

export const getJson = async (...visited: Parameters<typeof visit>): Promise<unknown> =>
  JSON.parse((await visit(...visited)).body) as unknown;
