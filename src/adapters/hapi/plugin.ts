import { ProxyFixOptionsError } from "../../errors.js";
import { isRefusal } from "../../headers/compile-adapter.js";
import { refuseUseBy } from "../../request/refuse-use.js";
import { refuseCall } from "./refuse-call.js";
import { showResolution, type HapiRequest } from "./request.js";

/** The state of a request that has failed, as `request.plugins.proxyfix`. */
export interface PluginState {
  /** The refusal, or the error of a rewrite. */
  readonly error: Error;
}

/** A plugin for hapi, in the form that `server.register` takes: a property of it is the plugin itself. */
export interface HapiPlugin<Options> {
  readonly plugin: {
    readonly name: string;
    readonly multiple: true;
    readonly register: (server: object, options: Options) => void;
  };
}

/** The part of hapi's server that the plugins need. */
interface HapiServer {
  readonly decorations: { readonly request: readonly (string | symbol)[] };
  decorate(type: "request", name: "proxyFix", value: unknown, options: { apply: true; extend: boolean }): void;
  ext(event: "onRequest", method: (request: HapiRequest, h: Toolkit) => unknown): void;
}

/** The part of hapi's response toolkit that the plugins need. */
interface Toolkit {
  readonly continue: symbol;
  response(text: string): HapiResponse;
}

interface HapiResponse {
  code(status: number): HapiResponse;
  type(mediaType: string): HapiResponse;
  takeover(): HapiResponse;
}

/** Resolves or rewrites a request that hapi has just created. */
type Layer = (request: HapiRequest) => unknown;

/**
 * Creates a plugin whose layer acts on each request of a server when hapi creates it: nothing has read it before.
 *
 * @param usage - the right call, for the message if the plugin is called by hand
 * @param compile - checks the options when the plugin is registered
 */
export function createPlugin<Options>(
  name: string,
  usage: string,
  compile: (options: Options) => Layer,
): HapiPlugin<Options> {
  const register = (server: object, options: Options): void => addLayer(server as HapiServer, compile(options));
  // A function, so that a call by hand throws an error that contains the right call.
  const callable = (value: unknown): never => refuseCall(value, usage);
  const plugin = Object.assign(callable, { plugin: { name, multiple: true as const, register } });
  return refuseUseBy(plugin, "proxyfix/hapi", "express", "koa");
}

/**
 * Marks the function of our decoration. The symbol is registered: all copies of this package share one decoration of a
 * server.
 */
const OURS: unique symbol = Symbol.for("proxyfix.hapi");

/**
 * Adds a layer to a server. hapi sets a decoration while it creates a request, before any extension point and any
 * event: the layers are one decoration, and each registration extends it.
 */
function addLayer(server: HapiServer, layer: Layer): void {
  const decorate = (request: HapiRequest): unknown => runLayer(layer, request);
  if (server.decorations.request.includes("proxyFix")) {
    const extend = (earlier: Layer): Layer => extendOurs(earlier, decorate);
    server.decorate("request", "proxyFix", extend, { apply: true, extend: true });
    return;
  }
  server.decorate("request", "proxyFix", markOurs(decorate), { apply: true, extend: false });
  server.ext("onRequest", answerFailure);
}

function markOurs(decorate: Layer): Layer {
  return Object.assign(decorate, { [OURS]: true });
}

/** @throws {ProxyFixOptionsError} if the decoration is another plugin's */
function extendOurs(earlier: Layer, decorate: Layer): Layer {
  if ((earlier as { [OURS]?: true })[OURS] !== true) {
    throw new ProxyFixOptionsError(
      "plugin",
      "another plugin of this server decorates request.proxyFix; remove that decoration",
    );
  }
  return markOurs((request) => {
    earlier(request);
    return decorate(request);
  });
}

/**
 * Runs a layer, unless an earlier one has failed. Never throws, since nothing would catch it here: the failure is kept
 * for {@link answerFailure}.
 *
 * @returns the value of `request.proxyFix`
 */
function runLayer(layer: Layer, request: HapiRequest): unknown {
  try {
    if (request.plugins.proxyfix?.error === undefined) layer(request);
  } catch (error) {
    request.plugins.proxyfix = { error: error as Error };
  }
  return showResolution(request);
}

/** Answers a request that has failed, before hapi routes it. An error of a rewrite is hapi's to answer. */
function answerFailure(request: HapiRequest, h: Toolkit): unknown {
  const { error } = request.plugins.proxyfix ?? {};
  if (error === undefined) return h.continue;
  if (!isRefusal(error)) throw error;
  // hapi would answer a thrown refusal with status 500.
  return h.response(`${error.message}\n`).code(error.status).type("text/plain").takeover();
}
