import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { shortenText } from "../../text/escape-text.js";
import { CommandFailure } from "../usage-error.js";

/** An address and a port. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A server that listens. */
export interface RunningServer {
  /** The place with the port that it has got. */
  readonly place: Place;
  /** Stops it, with all its connections. */
  stop(): Promise<void>;
}

/**
 * Starts a server of HTTP.
 *
 * @throws {CommandFailure} if it cannot listen, with the remedy
 */
export async function startServer(listener: RequestListener, place: Place): Promise<RunningServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(createFailure(error, place)));
    server.listen(place.port, place.host, resolve);
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { place: { ...place, port: (server.address() as AddressInfo).port }, stop };
}

function createFailure(error: NodeJS.ErrnoException, { host, port }: Place): CommandFailure {
  const where = `port ${port} of ${shortenText(host, 60)}`;
  const { code = error.message } = error;
  if (code === "EADDRINUSE") return new CommandFailure(`${where} is in use; stop its program, or write --port N`);
  if (code === "EACCES") return new CommandFailure(`${where} is not allowed; write --port N with N from 1024`);
  const isForeign = ["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EINVAL"].includes(code);
  const remedy = isForeign ? "; --host has to be an address of this machine" : "";
  return new CommandFailure(`${where} cannot be listened on (${code})${remedy}`);
}
