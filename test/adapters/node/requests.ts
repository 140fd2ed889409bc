import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

/** Makes a request of node:http and its response, without a connection. */
export function makeRequest(): { readonly req: IncomingMessage; readonly res: ServerResponse } {
  const req = new IncomingMessage(new Socket());
  req.method = "GET";
  return { req, res: new ServerResponse(req) };
}
