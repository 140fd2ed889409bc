import type { AdapterResolution } from "../../headers/adapter-resolution.js";
import { resolutionOf } from "../../request/resolve-incoming.js";
import { isBunServer, isDenoInfo, readServer, type BunServer } from "./connection.js";
import { findLink } from "./message.js";
import { createView, unwrapView } from "./views.js";

/**
 * Shows the client of a resolved request in an argument that the runtime passes beside it: Bun's `requestIP`, and
 * Deno's `remoteAddr`. Helpers such as Hono's getConnInfo read these.
 *
 * @returns a view of the argument, or the argument itself if it has no such property
 */
export function showArgument(request: object, value: unknown): unknown {
  // A view that an earlier layer created reads the last resolution.
  if (unwrapView(value) !== value) return value;
  if (isBunServer(value)) return viewBunServer(value);
  if (isDenoInfo(value)) return createView(value, { remoteAddr: () => readRemote(request) });
  const server = readServer(value);
  return isBunServer(server) ? createView(value as object, { server: () => viewBunServer(server) }) : value;
}

function viewBunServer(server: BunServer): BunServer {
  const requestIP = (request: object): unknown => {
    const resolution = findResolution(request);
    return resolution === undefined ? server.requestIP(request) : describeClient(resolution);
  };
  return createView(server, { requestIP: () => requestIP });
}

/** Returns the client as Bun's requestIP does: null if the address is unknown. */
function describeClient({ clientAddress, clientPort }: AdapterResolution): object | null {
  if (clientAddress === undefined) return null;
  return { address: clientAddress, family: clientAddress.includes(":") ? "IPv6" : "IPv4", port: clientPort ?? 0 };
}

/** Returns the client as Deno's remoteAddr does; an unknown address is `""`, which no list contains. */
function readRemote(request: object): object {
  const { clientAddress = "", clientPort = 0 } = findResolution(request) ?? {};
  return { transport: "tcp", hostname: clientAddress, port: clientPort };
}

/** Finds the resolution of a Request, undefined if none of the adapters resolved it. */
export function findResolution(request: object): AdapterResolution | undefined {
  const link = findLink(request);
  return link === undefined ? undefined : resolutionOf(link.message);
}
