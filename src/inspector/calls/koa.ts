import type { IncomingRequest } from "../../request/request.js";
import type { InspectorAnswer } from "../answer.js";
import { hasShape, type Call } from "./call.js";

/** The part of Koa's context that is needed. */
interface KoaContext {
  readonly req: IncomingRequest;
  readonly originalUrl: string;
  status: number;
  body: unknown;
  set(headers: InspectorAnswer["headers"]): void;
}

/** Reads `(ctx, next)`, as Koa calls a middleware. */
export function readKoaCall([context, next]: readonly unknown[]): Call | undefined {
  if (!hasShape(context, { req: "object", res: "object", request: "object", onerror: "function" })) return undefined;
  const ctx = context as KoaContext;
  return {
    message: ctx.req,
    method: ctx.req.method,
    // Code that mounts an application changes the URL of Node's request.
    target: ctx.originalUrl,
    answer: ({ status, headers, body }) => {
      ctx.status = status;
      ctx.set(headers);
      ctx.body = body;
      return Promise.resolve();
    },
    pass: next as () => unknown,
  };
}
