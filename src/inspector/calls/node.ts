import type { IncomingRequest } from "../../request/request.js";
import { NOT_FOUND, type InspectorAnswer } from "../answer.js";
import { hasShape, type Call } from "./call.js";

/** The part of Node's response that is needed. */
interface Response {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/** Reads `(req, res, next?)`, as node:http, Express, Connect and Polka call a handler. */
export function readNodeCall([req, res, next]: readonly unknown[]): Call | undefined {
  if (!hasShape(req, { headers: "object", method: "string" })) return undefined;
  if (!hasShape(res, { setHeader: "function", writeHead: "function", end: "function" })) return undefined;
  const message = req as IncomingRequest;
  const send = (answer: InspectorAnswer): void => sendAnswer(res as Response, answer);
  return {
    message,
    method: message.method,
    answer: send,
    pass: () => (typeof next === "function" ? void (next as () => unknown)() : send(NOT_FOUND)),
  };
}

/** Node sends no body if the method is HEAD. */
function sendAnswer(res: Response, { status, headers, body }: InspectorAnswer): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader("content-length", String(new TextEncoder().encode(body).length));
  res.end(body);
}
