// @ts-check
// A small reverse proxy, for the demo only. Like a real one, it appends to some forwarding headers, overwrites others, and
// passes the rest on as the client sent them. Its habits configure that.
import { createServer as createHttpServer, request as httpRequest } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { listen } from "./listen.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * @typedef {object} Habits
 * @property {"append" | "overwrite"} [for] - X-Forwarded-For; passed on if undefined, like the others
 * @property {"append" | "overwrite"} [proto] - X-Forwarded-Proto
 * @property {"append" | "overwrite"} [host] - X-Forwarded-Host
 * @property {"append" | "overwrite"} [forwarded] - RFC 7239 Forwarded
 * @property {string} [mount] - `"/app"`: removed from the path and sent in X-Forwarded-Prefix. For other paths that header
 *   is deleted
 */

/**
 * @typedef {object} ReverseProxyOptions
 * @property {string} address - the loopback address to listen on
 * @property {string} from - the loopback address to connect to the upstream from
 * @property {number} upstream - the port of the upstream, on 127.0.0.1
 * @property {Habits} habits
 * @property {{ key: string, cert: string }} [tls] - accepts TLS if defined
 * @property {number} [port] - 0, any free one, by default
 */

/**
 * Starts a reverse proxy.
 *
 * @param {ReverseProxyOptions} options
 * @returns {Promise<import("./listen.mjs").Listening>}
 */
export function startReverseProxy(options) {
  /** @type {import("node:http").RequestListener} */
  const forward = (req, res) => forwardRequest(req, res, options);
  const server = options.tls ? createHttpsServer(options.tls, forward) : createHttpServer(forward);
  return listen(server, options.address, options.port);
}

/**
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {ReverseProxyOptions} options
 */
function forwardRequest(req, res, { from, upstream, habits, tls }) {
  const outgoing = httpRequest({
    host: "127.0.0.1",
    port: upstream,
    localAddress: from,
    family: 4,
    agent: false,
    method: req.method ?? "GET",
    path: cutMount(req.url ?? "/", habits.mount),
    headers: { ...forwardedHeaders(req, habits, tls ? "https" : "http"), host: `127.0.0.1:${upstream}` },
  });
  outgoing.on("response", (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  outgoing.on("error", () => {
    if (!res.headersSent) res.writeHead(502);
    res.end();
  });
  req.pipe(outgoing);
}

/**
 * @param {string} path
 * @param {string | undefined} mount
 */
function cutMount(path, mount) {
  return mount !== undefined && isUnder(path, mount) ? path.slice(mount.length) : path;
}

/**
 * @param {string} path
 * @param {string} mount
 */
function isUnder(path, mount) {
  return path.startsWith(`${mount}/`);
}

// RFC 9110 section 7.6.1: these belong to one connection and are not forwarded.
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "te", "upgrade"]);

/**
 * @param {IncomingMessage} req
 * @param {Habits} habits
 * @param {"http" | "https"} proto
 * @returns {Record<string, string[]>}
 */
function forwardedHeaders(req, habits, proto) {
  /** @type {Record<string, string[]>} */
  const headers = {};
  for (const [name, lines] of Object.entries(req.headersDistinct)) {
    if (lines !== undefined && !HOP_BY_HOP.has(name)) headers[name] = lines;
  }
  const client = req.socket.remoteAddress ?? "unknown";
  const host = req.headers.host ?? "";
  writeHeader(headers, "x-forwarded-for", client, habits.for);
  writeHeader(headers, "x-forwarded-proto", proto, habits.proto);
  writeHeader(headers, "x-forwarded-host", host, habits.host);
  if (habits.mount !== undefined) {
    delete headers["x-forwarded-prefix"];
    if (isUnder(req.url ?? "/", habits.mount)) headers["x-forwarded-prefix"] = [habits.mount];
  }
  const node = client.includes(":") ? `"[${client}]"` : client;
  writeHeader(headers, "forwarded", `for=${node};proto=${proto};host="${host}"`, habits.forwarded);
  return headers;
}

/**
 * Appends to the last line or overwrites. Without a habit it keeps the client's lines.
 *
 * @param {Record<string, string[]>} headers
 * @param {string} name
 * @param {string} value
 * @param {"append" | "overwrite" | undefined} habit
 */
function writeHeader(headers, name, value, habit) {
  const lines = headers[name];
  if (habit === "append" && lines !== undefined) {
    headers[name] = [...lines.slice(0, -1), `${lines.at(-1)}, ${value}`];
  } else if (habit !== undefined) {
    headers[name] = [value];
  }
}
