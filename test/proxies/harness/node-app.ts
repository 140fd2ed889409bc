import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { proxyFix, proxyFixServer, resolutionOf } from "../../../src/adapters/node.js";
import type { ProxyFixOptions } from "../../../src/index.js";
import { answerWithFacts, createArrivals } from "./facts-page.js";
import type { AccessLog, Arrivals } from "./facts-page.js";
import { formatUpgrade } from "./more-clients.js";

/** An application behind an adapter, whose `strict` can be switched between requests. */
export interface TestApp {
  readonly server: Server;
  readonly log: AccessLog;
  /** Switches `strict` on or off for later requests. */
  setStrict(strict: boolean): void;
}

/** Creates an application with these options. */
export type AppFactory = (options: ProxyFixOptions) => TestApp | Promise<TestApp>;

/** Creates the application on node:http. */
export function createNodeApp(options: ProxyFixOptions): TestApp {
  return createListeningApp(options, createArrivals());
}

function createListeningApp(options: ProxyFixOptions, arrivals: Arrivals): TestApp {
  const log: AccessLog = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const resolution = resolutionOf(request);
    if (resolution === undefined) throw new Error("not resolved");
    void answerWithFacts({ request, response, resolution }, arrivals, log);
  };
  const lenient = proxyFix(answer, options);
  const refusing = proxyFix(answer, { ...options, strict: true });
  let strict = false;
  const server = createServer((request, response) => {
    arrivals.note(request);
    (strict ? refusing : lenient)(request, response);
  });
  return { server, log, setStrict: (value) => (strict = value) };
}

/** Creates the application on node:http, whose server resolves every request and upgrade. */
export function createUpgradingApp(options: ProxyFixOptions): TestApp {
  const arrivals = createArrivals();
  const app = createListeningApp(options, arrivals);
  app.server.on("upgrade", (request, socket) => {
    socket.on("error", () => socket.destroy());
    socket.write(formatUpgrade(JSON.stringify(resolutionOf(request))));
  });
  proxyFixServer(app.server, options);
  noteBeforeAll(app.server, arrivals);
  return app;
}

/** Stores the received headers before the server resolves the request. */
function noteBeforeAll(server: Server, arrivals: Arrivals): void {
  const emit = server.emit.bind(server) as (event: string, ...args: unknown[]) => boolean;
  server.emit = (event: string, ...args: unknown[]): boolean => {
    if (event === "request") arrivals.note(args[0] as IncomingMessage);
    return emit(event, ...args);
  };
}
