import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { proxyFix, proxyFixServer, resolutionOf, rewriteHeaders } from "../../../src/adapters/node.js";
import type { AdapterOptions } from "../../../src/headers/adapter-options.js";
import type { ProxyFixOptions } from "../../../src/index.js";
import type { Rewrite } from "../../../src/rewrite/index.js";
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

/** An application whose adapter options can be exchanged between requests. */
export interface SwitchableApp {
  readonly server: Server;
  /** Resolves later requests by these options, after a rewrite of their headers. */
  use(options: AdapterOptions, rewrite?: Rewrite): void;
}

/** Creates an application on node:http that resolves nothing until it has options. */
export function createSwitchableApp(): SwitchableApp {
  const arrivals = createArrivals();
  const answer = createAnswer(arrivals, []);
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => {
    arrivals.note(request);
    listener(request, response);
  });
  const use: SwitchableApp["use"] = (options, rewrite) => {
    const fixed = proxyFix(answer, options);
    listener = rewrite === undefined ? fixed : rewriteHeaders(fixed, rewrite);
  };
  return { server, use };
}

function createAnswer(arrivals: Arrivals, log: AccessLog): RequestListener {
  return (request, response) => {
    const resolution = resolutionOf(request);
    if (resolution === undefined) throw new Error("not resolved");
    void answerWithFacts({ request, response, resolution }, arrivals, log);
  };
}

function createListeningApp(options: ProxyFixOptions, arrivals: Arrivals): TestApp {
  const log: AccessLog = [];
  const answer = createAnswer(arrivals, log);
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

/** Stores the received headers when Node announces a request, before the server resolves it. */
function noteBeforeAll(server: Server, arrivals: Arrivals): void {
  const note = (message: unknown): void => {
    const started = message as { readonly request: IncomingMessage; readonly server: Server };
    if (started.server === server) arrivals.note(started.request);
  };
  subscribe("http.server.request.start", note);
  server.once("close", () => unsubscribe("http.server.request.start", note));
}
