import { ProxyFixOptionsError } from "../../errors.js";
import { parsePeer } from "../../grammar/address.js";
import type { AdapterResolution } from "../../headers/adapter-resolution.js";
import type { CompiledAdapter } from "../../headers/compile-adapter.js";
import { textFields, writeFields, type HeaderFields } from "../../headers/header-fields.js";
import { deleteOwn } from "../../request/accessors.js";
import { findSocket, readConnection } from "../../request/read-facts.js";
import type { IncomingRequest } from "../../request/request.js";
import { findState, prefixTarget, receivedTarget } from "../../request/state.js";
import { callRewrite } from "../../rewrite/call-rewrite.js";
import type { Rewrite } from "../../rewrite/rewrite.js";
import { previewIncoming } from "./preview.js";

/** The rewrites of an instance; its plugins inherit them, as they inherit its hooks. */
const REWRITES: unique symbol = Symbol.for("proxyfix.fastify.rewrites");

/** The names of the properties that {@link decorate} has defined for the requests of an instance and its plugins. */
const DECORATED: unique symbol = Symbol.for("proxyfix.fastify.decorated");

/** The part of a Fastify instance that the plugin needs. */
export interface FastifyInstance {
  [REWRITES]?: readonly Rewrite[];
  [DECORATED]?: readonly string[];
  readonly version: string;
  hasRequestDecorator(name: string): boolean;
  decorateRequest(name: string, accessor: { getter: (this: FastifyRequest) => unknown }): unknown;
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void,
  ): unknown;
}

/** The part of Fastify's request that the plugin needs. */
export interface FastifyRequest {
  readonly raw: IncomingRequest & UpgradingRequest;
  readonly server?: FastifyInstance;
  headers: HeaderFields;
  /** The headers that a hook has assigned; Fastify's `headers` contain them and, under them, those of `raw`. */
  readonly additionalHeaders?: HeaderFields | null;
}

/** The properties of Node's request that concern an upgrade. */
interface UpgradingRequest {
  readonly upgrade?: boolean;
  readonly socket?: { destroy?(): unknown } | null;
}

/** The part of Fastify's reply that the plugin needs. */
export interface FastifyReply {
  readonly raw: { once(event: "finish", listener: () => void): unknown };
}

type Readers = Readonly<Record<string, (resolution: AdapterResolution, raw: IncomingRequest) => unknown>>;

const READERS: Readers = {
  proxyFix: (resolution) => resolution,
  ip: ({ clientAddress }) => clientAddress,
  ips: listAddresses,
  protocol: ({ proto }) => proto,
  originalUrl: ({ prefix }, raw) => prefixTarget(prefix, receivedTarget(raw)),
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
 * Gives the requests of an instance and of its plugins the resolved properties. Reading one never throws and never
 * writes anything: Fastify's own log reads them before any hook ran.
 *
 * @param adapter - by which a request is resolved that is read before its hooks ran
 * @throws {ProxyFixOptionsError} if Fastify's `trustProxy` is set
 */
export function decorate(instance: FastifyInstance, adapter: CompiledAdapter): void {
  if (instance.hasRequestDecorator("proxyFix")) return;
  // Only trustProxy adds this property, to the requests of every plugin; in a plugin nothing else shows it.
  if (instance.hasRequestDecorator("ips")) throw conflict("ips");
  // No decorator is a sign of the version: in Fastify 4 an application may have one named `host`.
  const readers = instance.version.startsWith("4.") ? READERS_4 : READERS_5;
  instance[DECORATED] = Object.keys(readers);
  for (const [name, read] of Object.entries(readers)) {
    const getter = function (this: FastifyRequest): unknown {
      const { raw } = this;
      return read(previewIncoming(adapter, raw, this.server?.[REWRITES]), raw);
    };
    try {
      instance.decorateRequest(name, { getter });
    } catch (error) {
      throw (error as { code?: unknown }).code === "FST_ERR_DEC_ALREADY_PRESENT" ? conflict(name) : error;
    }
  }
}

/** Deletes own properties of a request that would hide the resolved values; the application's own decorators stay. */
export function revealResolved(request: FastifyRequest): void {
  deleteOwn(request, request.server?.[DECORATED] ?? []);
}

/** Gives the headers that a hook has assigned to a request the believed values. */
export function writeAssigned(request: FastifyRequest): void {
  const { additionalHeaders, raw } = request;
  const { adapter, resolution } = findState(raw) ?? {};
  if (additionalHeaders === undefined || additionalHeaders === null || resolution === undefined) return;
  const expected = adapter?.believedHeaders(resolution);
  if (expected === undefined) return;
  request.headers = writeFields({ ...additionalHeaders }, expected);
}

/** Rewrites the headers that a hook has assigned to a request; headers that a hook assigns later stay. */
export function rewriteAssigned(request: FastifyRequest, rewrite: Rewrite): void {
  const { additionalHeaders, raw } = request;
  if (additionalHeaders === undefined || additionalHeaders === null) return;
  // Fastify's `headers` are a new object with all headers: a rewrite may make one header of another.
  const headers = textFields(request.headers);
  request.headers = callRewrite(rewrite, headers, readConnection(findSocket(raw.socket))) as HeaderFields;
}

/** Lets the properties of an instance's requests, read before the hooks ran, contain the result of a rewrite. */
export function announceRewrite(instance: FastifyInstance, rewrite: Rewrite): void {
  instance[REWRITES] = [...(instance[REWRITES] ?? []), rewrite];
}

function conflict(name: string): ProxyFixOptionsError {
  return new ProxyFixOptionsError(
    "trustProxy",
    `Fastify's own trustProxy, or another plugin, defines request.${name}; ` +
      "remove trustProxy from Fastify({ … }); proxyFix does not need it",
  );
}

/** Lists addresses in Fastify's order: the peer first, the client last; none if the client is not known. */
function listAddresses({ clientAddress, addresses, original }: AdapterResolution): string[] {
  if (clientAddress === undefined) return [];
  if (addresses.length === 0) return [clientAddress];
  const { peerAddress } = original;
  const peer = peerAddress === undefined ? undefined : parsePeer(peerAddress);
  return [...(peer === undefined ? [] : [peer]), ...addresses.toReversed()];
}

/**
 * Closes the connection of a refused upgrade once it is answered. Node no longer manages such a connection, and the
 * code that takes it over, as @fastify/websocket, never receives the request: it would stay open for ever.
 */
export function closeUpgrade({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.upgrade === true) reply.raw.once("finish", () => raw.socket?.destroy?.());
}
