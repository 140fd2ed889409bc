import type { IncomingRequest } from "../../request/request.js";
import type { InspectorAnswer } from "../answer.js";
import { hasShape, type Call } from "./call.js";

/** The part of Fastify's reply that is needed. */
interface Reply {
  code(status: number): Reply;
  headers(headers: InspectorAnswer["headers"]): Reply;
  send(body: string): Reply;
  callNotFound(): Reply;
}

/** Reads `(request, reply)`, as Fastify calls a handler. */
export function readFastifyCall([request, response]: readonly unknown[]): Call | undefined {
  if (!hasShape(request, { raw: "object" }) || !hasShape(response, { callNotFound: "function" })) return undefined;
  const { raw } = request as { readonly raw: IncomingRequest };
  const reply = response as Reply;
  return {
    message: raw,
    method: raw.method,
    answer: ({ status, headers, body }) => reply.code(status).headers(headers).send(body),
    pass: () => {
      reply.callNotFound();
      return reply;
    },
  };
}
