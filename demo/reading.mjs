// @ts-check
// Reads the forwarding headers as many applications do: the first header that exists, and the leftmost of several values.
// In the demo's table, node:http runs this code both without and with proxyFix.

/**
 * @typedef {object} Belief
 * @property {string} client - the client's address
 * @property {string} url - the address of the page, as the application would write it into a link
 */

/**
 * Reads a request naively.
 *
 * @param {import("node:http").IncomingMessage} req
 * @returns {Belief}
 */
export function readNaively(req) {
  const client =
    firstValue(req.headers["x-real-ip"]) ??
    firstValue(req.headers["x-forwarded-for"]) ??
    forwardedParameter(req, "for") ??
    req.socket.remoteAddress ??
    "";
  const proto =
    firstValue(req.headers["x-forwarded-proto"]) ??
    forwardedParameter(req, "proto") ??
    ("encrypted" in req.socket ? "https" : "http");
  const host = firstValue(req.headers["x-forwarded-host"]) ?? forwardedParameter(req, "host") ?? req.headers.host ?? "";
  const prefix = firstValue(req.headers["x-forwarded-prefix"]) ?? "";
  return { client, url: `${proto}://${host}${prefix}${req.url}` };
}

/**
 * @param {string | string[] | undefined} header
 * @returns {string | undefined}
 */
function firstValue(header) {
  return header?.toString().split(",")[0]?.trim();
}

/**
 * @param {import("node:http").IncomingMessage} req
 * @param {"for" | "proto" | "host"} name
 * @returns {string | undefined}
 */
function forwardedParameter(req, name) {
  return new RegExp(`${name}="?([^",;]+)`, "i").exec(req.headers.forwarded ?? "")?.[1];
}
