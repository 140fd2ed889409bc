// @ts-check
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";

/**
 * @typedef {object} Visit
 * @property {string} from - the loopback address the client binds
 * @property {string} to - the loopback address the server listens on
 * @property {number} port
 * @property {string} host - the Host header
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {string} [ca] - uses TLS, and trusts this certificate only
 */

/**
 * @typedef {object} Answer
 * @property {string} boundAddress - the client's own address, from its socket
 * @property {number} status
 * @property {string} body
 */

/**
 * Visits a server from a chosen address.
 *
 * @param {Visit} visit
 * @returns {Promise<Answer>}
 */
export async function sendVisit({ from, to, port, host, path, headers, ca }) {
  // All servers are on this machine, so five seconds are enough.
  const signal = AbortSignal.timeout(5000);
  const options = { host: to, port, path, localAddress: from, agent: false, headers: { host, ...headers }, signal };
  const servername = host.split(":")[0] ?? host;
  const req = ca === undefined ? httpRequest(options) : httpsRequest({ ...options, ca, servername });
  let boundAddress = "";
  req.once("socket", (socket) => socket.once("connect", () => (boundAddress = socket.localAddress ?? "")));
  req.end();
  const [res] = /** @type {[import("node:http").IncomingMessage]} */ (await once(req, "response"));
  return { boundAddress, status: res.statusCode ?? 0, body: await text(res) };
}
