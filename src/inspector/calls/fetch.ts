import { receiveRequest } from "../../adapters/fetch/message.js";
import type { FetchRequest } from "../../adapters/fetch/request.js";
import { NOT_FOUND, type InspectorAnswer } from "../answer.js";
import { hasShape, type Call } from "./call.js";

/** A Request with its method. */
type MethodRequest = FetchRequest & { readonly method?: string };

/** Reads `(request, ...rest)`, as servers call a fetch handler; the peer is found in the other arguments. */
export function readFetchCall([request, ...rest]: readonly unknown[]): Call | undefined {
  if (!isFetchRequest(request)) return undefined;
  return describeCall(request, rest, (answer) => createResponse(answer, request), undefined);
}

/** Reads `(c, next)`, as Hono calls a handler. */
export function readHonoCall([context, next]: readonly unknown[]): Call | undefined {
  if (!hasShape(context, { req: "object", newResponse: "function" })) return undefined;
  const { req, env } = context as { readonly req: { readonly raw?: unknown }; readonly env?: unknown };
  const { raw } = req;
  if (!isFetchRequest(raw)) return undefined;
  return describeCall(raw, [env], (answer) => createResponse(answer, raw), next as () => unknown);
}

function isFetchRequest(value: unknown): value is MethodRequest {
  return (
    hasShape(value, { url: "string", headers: "object", clone: "function" }) &&
    hasShape((value as FetchRequest).headers, { get: "function" })
  );
}

function describeCall(
  request: MethodRequest,
  rest: readonly unknown[],
  answer: Call["answer"],
  next: (() => unknown) | undefined,
): Call {
  return {
    message: receiveRequest(request, rest, undefined).message,
    method: request.method,
    answer,
    pass: next ?? (() => answer(NOT_FOUND)),
  };
}

/** Not every server leaves the body of an answer to HEAD out. */
function createResponse({ status, headers, body }: InspectorAnswer, { method }: MethodRequest): Response {
  return new Response(method === "HEAD" ? null : body, { status, headers });
}
