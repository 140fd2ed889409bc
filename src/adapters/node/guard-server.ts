import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import net from "node:net";
import type { Duplex } from "node:stream";

import type { CompiledAdapter } from "../../headers/compile-adapter.js";
import { admitRequest } from "../../request/admit-request.js";
import { answerRefusal, refuseTunnel } from "../../request/answer-refusal.js";
import { readPeerAddress } from "../../request/read-facts.js";
import type { IncomingRequest, PeerSocket } from "../../request/request.js";
import { wrapShouldUpgrade, type UpgradingServer } from "./should-upgrade.js";

/** The checks of a guarded server. The shape never changes: it is for every version of this package. */
interface Guard {
  /** Returns whether an event may reach the listeners; the request of any other event is answered. */
  admits(event: string | symbol, args: readonly unknown[]): boolean;
  /** Resolves a request; returns false if it is refused, without an answer. */
  admitsUpgrade(req: IncomingMessage): boolean;
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

/** Returns whether {@link guardServer} was called for a server. */
export function isGuarded(server: object): boolean {
  return GUARD in server;
}

/**
 * Resolves, or refuses, every request and upgrade of a server before any listener sees it, also a listener that is
 * added later. The last options replace the earlier ones (docs/reference/rules.md#r11-twice).
 */
export function guardServer(server: HttpServer, adapter: CompiledAdapter): void {
  const isFirst = !isGuarded(server);
  Object.defineProperty(server, GUARD, { value: createGuard(adapter), configurable: true });
  if (!isFirst) return;
  const emit = server.emit.bind(server);
  wrapShouldUpgrade(server, (req) => server[GUARD]!.admitsUpgrade(req));
  server.emit = (event, ...args) => (server[GUARD]!.admits(event, args) ? emit(event, ...args) : true);
}

function createGuard(adapter: CompiledAdapter): Guard {
  return {
    admits: (event, args) => isAdmitted(adapter, event, args),
    admitsUpgrade: (req) => admitRequest(adapter, req) === undefined,
  };
}

function isAdmitted(adapter: CompiledAdapter, event: string | symbol, args: readonly unknown[]): boolean {
  switch (event) {
    case "request":
    case "checkContinue":
    case "checkExpectation": {
      const refusal = admitRequest(adapter, args[0] as IncomingRequest);
      if (refusal !== undefined) answerRefusal(args[1] as ServerResponse | Http2ServerResponse, refusal);
      return refusal === undefined;
    }
    case "upgrade":
    case "connect": {
      const refusal = admitRequest(adapter, args[0] as IncomingRequest);
      if (refusal !== undefined) refuseTunnel(args[1] as Duplex | Http2ServerResponse, refusal);
      return refusal === undefined;
    }
    case "connection":
    case "secureConnection":
      // A socket keeps its peer's address once it was read: read it before the peer can vanish.
      readPeerAddress(args[0] as PeerSocket);
      return true;
    default:
      return true;
  }
}
