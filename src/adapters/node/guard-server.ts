import http, { type ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import net from "node:net";
import type { Duplex } from "node:stream";

import type { ProxyFixRefusal } from "../../errors.js";
import type { CompiledAdapter } from "../../headers/compile-adapter.js";
import { admitRequest } from "../../request/admit-request.js";
import { answerRefusal, refuseTunnel } from "../../request/answer-refusal.js";
import { readPeerAddress } from "../../request/read-facts.js";
import type { IncomingRequest, PeerSocket } from "../../request/request.js";
import { wrapShouldUpgrade, type UpgradingServer } from "./should-upgrade.js";

/** The options of a guarded server, at work. The shape never changes: it is for every version of this package. */
export interface Guard {
  /** Resolves the request of an event, once; returns false if it is refused, without an answer. */
  resolves(event: string | symbol, args: readonly unknown[]): boolean;
  /** Resolves the request of an event, once; returns false if it is refused, and answers it. */
  admits(event: string | symbol, args: readonly unknown[]): boolean;
}

/** The guard of a server, under a registered symbol: other copies of this package see it. */
const GUARD: unique symbol = Symbol.for("proxyfix.guard");

/** A server of node:http, https or http2. */
export interface HttpServer extends UpgradingServer {
  emit(event: string | symbol, ...args: unknown[]): boolean;
  [GUARD]?: Guard;
}

/**
 * Returns whether a value is a server of node:http, https or http2. Only the class of http is compared: a server of https
 * closes idle connections, and a server of http2 updates its settings, as no other server of node:net does.
 */
export function isHttpServer(server: unknown): server is HttpServer {
  if (server instanceof http.Server) return true;
  if (!(server instanceof net.Server)) return false;
  const methods: readonly unknown[] = [
    Reflect.get(server, "closeIdleConnections"),
    Reflect.get(server, "updateSettings"),
  ];
  return methods.some((method) => typeof method === "function");
}

/** Finds the guard of a server, undefined if {@link guardServer} was not called for it. */
export function findGuard(server: object): Guard | undefined {
  return (server as HttpServer)[GUARD];
}

/**
 * Sets the options of a server. The last options replace the earlier ones (docs/reference/rules.md#r11-twice). Whoever makes
 * the server emit has to ask the guard: {@link guardEmit}, or the prototype that `proxyfix/register` guards.
 */
export function guardServer(server: HttpServer, adapter: CompiledAdapter): Guard {
  const isFirst = findGuard(server) === undefined;
  const guard = createGuard(adapter);
  Object.defineProperty(server, GUARD, { value: guard, configurable: true });
  if (isFirst) wrapShouldUpgrade(server, (req) => server[GUARD]!.resolves("upgrade", [req]));
  return guard;
}

/** A property of an `emit` that asks the guard. The symbol is registered, so that two copies of this package wrap it once. */
const GUARDING: unique symbol = Symbol.for("proxyfix.guarding");

/**
 * Lets a guarded server emit only the requests and upgrades that its guard admits, before any listener sees them, also a
 * listener that is added later.
 */
export function guardEmit(server: HttpServer): void {
  if (GUARDING in (Reflect.get(server, "emit") as object)) return;
  // If the server inherits `emit`, whatever its prototype has by then is called: other code may wrap that one too.
  const own: unknown = Object.getOwnPropertyDescriptor(server, "emit")?.value;
  const emit: HttpServer["emit"] = (event, ...args) => {
    if (!server[GUARD]!.admits(event, args)) return true;
    const called: unknown = own ?? Reflect.get(Object.getPrototypeOf(server) as HttpServer, "emit");
    return Reflect.apply(called as HttpServer["emit"], server, [event, ...args]);
  };
  server.emit = Object.assign(emit, { [GUARDING]: true });
}

function createGuard(adapter: CompiledAdapter): Guard {
  // One request is checked several times: when Node announces it, by a server's own `emit`, and by its prototype's.
  const admitted = new WeakSet<object>();
  const admit = (req: IncomingRequest): ProxyFixRefusal | undefined => {
    if (admitted.has(req)) return undefined;
    const refusal = admitRequest(adapter, req);
    if (refusal === undefined) admitted.add(req);
    return refusal;
  };
  return {
    resolves: (event, args) => !isRequest(event) || admit(args[0] as IncomingRequest) === undefined,
    admits: (event, args) => isAdmitted(admit, event, args),
  };
}

/** The events of a request that has a response. */
const ANSWERABLE: readonly unknown[] = ["request", "checkContinue", "checkExpectation"];
/** The events of a request that takes over its connection. */
const TUNNELS: readonly unknown[] = ["upgrade", "connect"];

function isRequest(event: string | symbol): boolean {
  return ANSWERABLE.includes(event) || TUNNELS.includes(event);
}

/** Resolves a request; returns the refusal if it is refused. */
type Admit = (req: IncomingRequest) => ProxyFixRefusal | undefined;

function isAdmitted(admit: Admit, event: string | symbol, args: readonly unknown[]): boolean {
  // A socket keeps its peer's address once it was read: read it before the peer can vanish.
  if (event === "connection" || event === "secureConnection") readPeerAddress(args[0] as PeerSocket);
  const refusal = isRequest(event) ? admit(args[0] as IncomingRequest) : undefined;
  if (refusal === undefined) return true;
  if (ANSWERABLE.includes(event)) answerRefusal(args[1] as ServerResponse | Http2ServerResponse, refusal);
  else refuseTunnel(args[1] as Duplex | Http2ServerResponse, refusal);
  return false;
}
