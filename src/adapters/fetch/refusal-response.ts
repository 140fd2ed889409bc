import type { ProxyFixRefusal } from "../../errors.js";
import type { GlobalResponse } from "./request.js";

/** Creates the answer to a refused request: the status and a fixed sentence; no text of the request is in it. */
export function createRefusalResponse({ message, status }: ProxyFixRefusal): GlobalResponse {
  return new Response(`${message}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
