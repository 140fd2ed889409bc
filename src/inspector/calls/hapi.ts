import type { IncomingRequest } from "../../request/request.js";
import { hasShape, type Call } from "./call.js";

/** The part of hapi's response that is needed. */
interface Response {
  code(status: number): Response;
  header(name: string, value: string): Response;
}

/** The part of hapi's response toolkit that is needed. */
interface Toolkit {
  response(value: unknown): Response;
}

/** Reads `(request, h)`, as hapi calls a handler. */
export function readHapiCall([request, toolkit]: readonly unknown[]): Call | undefined {
  if (!hasShape(request, { raw: "object", setUrl: "function" })) return undefined;
  const { req } = (request as { readonly raw: { readonly req: IncomingRequest } }).raw;
  const h = toolkit as Toolkit;
  return {
    message: req,
    method: req.method,
    answer: ({ status, headers, body }) =>
      Object.entries(headers).reduce(
        (response, [name, value]) => response.header(name, value),
        h.response(body).code(status),
      ),
    pass: () => h.response(NOT_FOUND).code(NOT_FOUND.statusCode),
  };
}

/** The answer of hapi's own to a path without a route. */
const NOT_FOUND = { statusCode: 404, error: "Not Found", message: "Not Found" };
