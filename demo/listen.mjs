// @ts-check
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * @typedef {object} Listening
 * @property {number} port
 * @property {() => Promise<void>} close - closes the server and its open connections
 */

/**
 * Listens on a loopback address.
 *
 * @param {import("node:http").Server | import("node:https").Server} server
 * @param {string} address
 * @param {number} [port] - 0, any free one, by default
 * @returns {Promise<Listening>}
 */
export async function listen(server, address, port = 0) {
  server.listen(port, address);
  await once(server, "listening");
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("expected a TCP address");
  return {
    port: bound.port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Returns whether this machine has the address. Linux has all of 127.0.0.0/8, macOS only 127.0.0.1, and a container may
 * have no IPv6.
 *
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export async function canBind(address) {
  const server = createServer();
  try {
    server.listen(0, address);
    await once(server, "listening");
    server.close();
    return true;
  } catch {
    return false;
  }
}
