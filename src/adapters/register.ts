/**
 * Applies `proxyFixServer` to every server of node:http, https and http2 in the process, with the options in the
 * environment variable PROXY_FIX and `socket: true`. It is for servers that nobody can edit.
 *
 * Load it before the program:
 *
 * ```sh
 * PROXY_FIX="xHost=1,trustedPeers=loopback" node --import proxyfix/register server.js
 * ```
 *
 * A server that calls proxyFixServer itself, and an application with an adapter, keep their own options. If PROXY_FIX is
 * unset, no header is believed, and a process warning states it. A wrong PROXY_FIX ends the process with one line when a
 * server starts; programs without a server are not affected.
 *
 * Security: HTTP/2's `stream` event is left alone, as by proxyFixServer. `deno serve` starts no server that a module can
 * reach: call `Deno.serve` in the program.
 *
 * @module
 */
import { SOCKET_NAMES } from "../headers/adapter-options.js";
import { compileAdapter } from "../headers/compile-adapter.js";
import { proxyFix } from "./fetch.js";
import { watchConstructor } from "./fetch/constructor.js";
import { findGuard, guardServer, isHttpServer } from "./node/guard-server.js";
import { guardFetchServers } from "./register/fetch-servers.js";
import { guardNodeServers } from "./register/node-servers.js";
import { readProcessOptions } from "./register/process-options.js";

guardNodeServers((server) => {
  const guard = findGuard(server);
  if (guard !== undefined || !isHttpServer(server)) return guard;
  return guardServer(server, compileAdapter(readProcessOptions(), SOCKET_NAMES));
});

const hasFetchServers = guardFetchServers((handler) => {
  // The fetch adapter shows the client in every argument that has a peer: it has no option for it.
  const options = Object.entries(readProcessOptions()).filter(([name]) => name !== "socket");
  return proxyFix(handler, Object.fromEntries(options));
});
// The program may define subclasses of Request. On Node the global is loaded when it is first read, which takes time.
if (hasFetchServers) watchConstructor();
