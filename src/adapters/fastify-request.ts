import type { Rewrite } from "../rewrite/index.js";
import { parsePeer, ProxyFixOptionsError, type Engine } from "./engine.js";
import type { AdapterResolution, IncomingRequest } from "./incoming-request.js";
import { readFacts } from "./incoming-facts.js";
import { overwriteHeaders } from "./incoming-headers.js";
import { previewIncoming } from "./preview.js";
import type { RequestState } from "./request-state.js";
import type { PlainHeaders } from "./verified-headers.js";
import { originalTarget, prefixTarget } from "./request-target.js";

/** The rewrites that an instance has its requests go through; its plugins inherit them, as they do its hooks. */
const REWRITES: unique symbol = Symbol.for("proxyfix.fastify.rewrites");

/** What the plugin needs of a Fastify instance. */
export interface FastifyInstance {
  [REWRITES]?: readonly Rewrite[];
  hasRequestDecorator(name: string): boolean;
  decorateRequest(name: string, accessor: { getter: (this: FastifyRequest) => unknown }): unknown;
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void,
  ): unknown;
}

/** What the plugin needs of Fastify's request. */
export interface FastifyRequest {
  readonly raw: IncomingRequest & UpgradingRequest;
  readonly server?: FastifyInstance;
  headers: PlainHeaders;
  /** What a hook has assigned to `headers`, which Fastify shows above those of `raw`. */
  readonly additionalHeaders?: PlainHeaders | null;
}

/** What Node's request tells of an upgrade. */
interface UpgradingRequest {
  readonly upgrade?: boolean;
  readonly socket?: { destroy?(): unknown } | null;
}

/** What the plugin needs of Fastify's reply. */
export interface FastifyReply {
  readonly raw: { once(event: "finish", listener: () => void): unknown };
}

type Readers = Readonly<Record<string, (resolution: AdapterResolution, raw: IncomingRequest) => unknown>>;

const READERS: Readers = {
  proxyFix: (resolution) => resolution,
  ip: ({ clientAddress }) => clientAddress,
  ips: listAddresses,
  protocol: ({ proto }) => proto,
  originalUrl: ({ prefix }, raw) => prefixTarget(prefix, originalTarget(raw)),
};
/** Fastify 4's `hostname` has the port, and there is no `host`. */
const READERS_4: Readers = { ...READERS, hostname: ({ host }) => host };
const READERS_5: Readers = {
  ...READERS,
  host: ({ host }) => host ?? "",
  hostname: ({ hostname }) => hostname ?? "",
  port: ({ host, port }) => (host !== undefined && /:\d+$/.test(host) ? port : null),
};

/**
 * Makes the properties of an instance's requests tell the truth, its plugins' requests included. Reading one never throws
 * and never writes anything: Fastify's own log reads them before any hook ran.
 *
 * @param engine - by which a request is judged that is read before its hooks ran
 * @throws {ProxyFixOptionsError} if Fastify's `trustProxy` stands in the way
 */
export function decorate(instance: FastifyInstance, engine: Engine): void {
  if (instance.hasRequestDecorator("proxyFix")) return;
  // Only trustProxy brings this property, to the requests of every plugin: within one, nothing else would tell.
  if (instance.hasRequestDecorator("ips")) throw conflict("ips");
  for (const [name, read] of Object.entries(instance.hasRequestDecorator("host") ? READERS_5 : READERS_4)) {
    const getter = function (this: FastifyRequest): unknown {
      const { raw } = this;
      return read(previewIncoming(engine, raw, this.server?.[REWRITES]), raw);
    };
    try {
      instance.decorateRequest(name, { getter });
    } catch (error) {
      throw (error as { code?: unknown }).code === "FST_ERR_DEC_ALREADY_PRESENT" ? conflict(name) : error;
    }
  }
}

/** Makes the headers that a hook has assigned to a request hold only what is believed. */
export function verifyAssigned(request: FastifyRequest, { engine, resolution }: RequestState): void {
  const { additionalHeaders } = request;
  if (additionalHeaders === undefined || additionalHeaders === null) return;
  if (engine === undefined || resolution === undefined) return;
  const headers = { ...additionalHeaders };
  overwriteHeaders(headers, engine.verify(resolution, [headers]));
  request.headers = headers;
}

/** Rewrites the headers that a hook has assigned to a request; what one assigns later stays. */
export function rewriteAssigned(request: FastifyRequest, rewrite: Rewrite): void {
  const { additionalHeaders, raw } = request;
  if (additionalHeaders === undefined || additionalHeaders === null) return;
  // All that Fastify shows, in an object of its own: a rewrite may make one header of another.
  const { headers } = request;
  request.headers = rewrite(headers, readFacts(raw.socket, headers)) as PlainHeaders;
}

/** Has the properties of an instance's requests tell what a rewrite is going to make of them. */
export function announceRewrite(instance: FastifyInstance, rewrite: Rewrite): void {
  instance[REWRITES] = [...(instance[REWRITES] ?? []), rewrite];
}

function conflict(name: string): ProxyFixOptionsError {
  return new ProxyFixOptionsError(
    "trustProxy",
    `Fastify's own trustProxy, or another plugin, defines request.${name}; ` +
      "take trustProxy out of Fastify({ … }), proxyFix needs none",
  );
}

/** Fastify's order: the peer first, the client last. Empty where the client is not known. */
function listAddresses({ clientAddress, addresses, original }: AdapterResolution): string[] {
  if (clientAddress === undefined) return [];
  if (addresses.length === 0) return [clientAddress];
  const { peerAddress } = original;
  const peer = peerAddress === undefined ? undefined : parsePeer(peerAddress);
  return [...(peer === undefined ? [] : [peer]), ...addresses.toReversed()];
}

/**
 * Closes the connection of a refused upgrade once it is answered. Node has let go of such a connection, and whoever was
 * going to take it over, as @fastify/websocket, never hears of the request: it would stay open for ever.
 */
export function closeUpgrade({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.upgrade === true) reply.raw.once("finish", () => raw.socket?.destroy?.());
}
