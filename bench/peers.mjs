import { fileURLToPath } from "node:url";

import { loadPackage } from "./own-copy.mjs";
import { buildMessage } from "./requests.mjs";

/** @import { BenchRequest } from "./requests.mjs" */

/**
 * How another package answers, for the requests of a row: a function that makes what it reads of each request once, and
 * the reading, which is what is measured.
 *
 * @typedef {object} Peer
 * @property {string} name
 * @property {(request: BenchRequest) => any} prepare
 * @property {(prepared: any) => unknown} read
 */

/**
 * Whom to trust: networks, or a function of an address and its place.
 *
 * @typedef {string[] | ((address: string, hop: number) => boolean)} Trust
 */

/**
 * Express 5's request, as its server makes it: Node's, with the application's prototype.
 *
 * @param {unknown} trustProxy - Express's setting
 * @returns {Peer}
 */
export function express5Peer(trustProxy) {
  const app = loadPackage("express")().set("trust proxy", trustProxy);
  return {
    name: "Express 5: ip, protocol, host",
    prepare: (request) => Object.setPrototypeOf(buildMessage(request.facts), app.request),
    read: (req) => keepThree(req.ip, req.protocol, req.host),
  };
}

/**
 * @param {unknown} trustProxy - Express's setting
 * @returns {Peer}
 */
export function express4Peer(trustProxy) {
  const app = loadPackage("express4")().set("trust proxy", trustProxy);
  return {
    name: "Express 4: ip, protocol, hostname",
    prepare: (request) => Object.setPrototypeOf(buildMessage(request.facts), app.request),
    read: (req) => keepThree(req.ip, req.protocol, req.hostname),
  };
}

/** @returns {Peer} */
export function koaPeer() {
  const Koa = loadPackage("koa");
  const app = new Koa({ proxy: true, maxIpsCount: 1 });
  return {
    name: "Koa: ip, protocol, host",
    prepare: (request) => Object.assign(Object.create(app.request), { app, req: buildMessage(request.facts) }),
    read: (request) => {
      // Koa remembers the address: forgotten first, since a server reads each request anew.
      request.ip = "";
      return keepThree(request.ip, request.protocol, request.host);
    },
  };
}

/**
 * @param {Trust} trustProxy - Fastify's option
 * @returns {Peer}
 */
export function fastifyPeer(trustProxy) {
  // Its request, without a server around it.
  const FastifyRequest = loadPackage("fastify/lib/request.js");
  const Request = FastifyRequest.buildRequest(FastifyRequest, trustProxy);
  return {
    name: "Fastify: ip, protocol, host",
    prepare: (request) => new Request("1", {}, buildMessage(request.facts), {}, {}, {}),
    read: (request) => keepThree(request.ip, request.protocol, request.host),
  };
}

/** Resolved by their names as they stand here, by which it is known that they are used. */
const PATHS = {
  "proxy-addr": fileURLToPath(import.meta.resolve("proxy-addr")),
  "@fastify/proxy-addr": fileURLToPath(import.meta.resolve("@fastify/proxy-addr")),
  "forwarded-parse": fileURLToPath(import.meta.resolve("forwarded-parse")),
};

/**
 * proxy-addr, or Fastify's copy of it.
 *
 * @param {"proxy-addr" | "@fastify/proxy-addr"} name
 * @param {Trust} trust - a function, or networks to compile
 * @returns {Peer}
 */
export function proxyAddrPeer(name, trust) {
  const proxyAddr = loadPackage(PATHS[name]);
  const compiled = typeof trust === "function" ? trust : proxyAddr.compile(trust);
  return { name: `${name}: the address`, prepare: prepareMessage, read: (req) => proxyAddr(req, compiled) };
}

/**
 * @param {"request-ip" | "@supercharge/request-ip"} name
 * @returns {Peer}
 */
export function requestIpPeer(name) {
  const { getClientIp } = loadPackage(name);
  return { name: `${name}: the address`, prepare: prepareMessage, read: (req) => getClientIp(req) };
}

/** @returns {Peer} */
export function forwardedParsePeer() {
  const parseForwarded = loadPackage(PATHS["forwarded-parse"]);
  return {
    name: "forwarded-parse: the elements",
    prepare: (request) => request.facts.headers["forwarded"],
    read: (text) => parseForwarded(text),
  };
}

/** @param {BenchRequest} request */
function prepareMessage(request) {
  return buildMessage(request.facts);
}

/**
 * Looks at each answer, so that none can be left out.
 *
 * @param {string} ip
 * @param {string} proto
 * @param {string} host
 */
function keepThree(ip, proto, host) {
  return ip.length + proto.length + host.length;
}
