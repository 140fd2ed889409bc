/** The answer to a request by the rules: that of the application, or that of a refusal. */
import type { NodeOptions } from "../../src/adapters/node.js";
import { outcomeByRules, viewByRules, type Received } from "./received.js";

/** The answers of refusals (docs/reference/errors.md#proxyfixrefusal): nothing of a request is in them. */
export const REFUSALS: Readonly<Record<number, string>> = {
  400: "Bad Request: the forwarding headers or the host of this request are not acceptable\n",
  403: "Forbidden: this server takes requests through its proxies only\n",
  431: "Request Header Fields Too Large: too many header lines\n",
};

/** Returns all that an application reads by the rules, as `readAll` does. */
export function seenByRules(received: Received, options: NodeOptions): object {
  const resolution = outcomeByRules(received, options);
  if ("refused" in resolution) throw new Error("a refused request reaches no application");
  const { target, peerAddress, peerPort } = received;
  const { prefix, clientAddress, clientPort } = resolution;
  const external = target.startsWith("/") ? prefix + target : target;
  return {
    resolution,
    ...viewByRules(received, options),
    target: { url: target, ...(prefix === "" ? {} : { originalUrl: external, baseUrl: prefix }) },
    socket:
      options.socket === true ? { address: clientAddress, port: clientPort } : { address: peerAddress, port: peerPort },
  };
}
