import { describeValue } from "../errors.js";

/**
 * Objects that are passed in place of options or of a server by mistake, each by the properties that only it has. A
 * common name such as `raw` is no sign by itself: applications put objects of their own on a request.
 */
const KINDS: readonly (readonly [name: string, properties: Readonly<Record<string, string>>])[] = [
  ["a request of hapi", { raw: "object", setUrl: "function" }],
  ["a server of hapi", { decorate: "function", inject: "function", ext: "function" }],
  ["an application of Nest", { getHttpServer: "function", getHttpAdapter: "function" }],
  ["an instance of Fastify", { decorateRequest: "function", register: "function" }],
  ["a request of Fastify", { raw: "object", is404: "boolean" }],
  ["a context of Koa", { req: "object", res: "object", request: "object", onerror: "function" }],
  ["an application of Koa", { callback: "function", middleware: "object" }],
  ["an application of Express", { handle: "function", settings: "object" }],
  ["an application of Connect", { handle: "function", stack: "object" }],
  ["a server of ws", { handleUpgrade: "function", shouldHandle: "function" }],
  ["a server", { listen: "function", emit: "function" }],
  ["a response", { writeHead: "function", end: "function" }],
  ["a request", { headers: "object", method: "string" }],
  ["the facts of a request", { headers: "object" }],
  ["the process", { argv: "object", nextTick: "function" }],
  ["the variables of a gateway", { REQUEST_METHOD: "string" }],
  ["the variables of a gateway", { REMOTE_ADDR: "string" }],
  ["the variables of the process", { PATH: "string" }],
  ["the variables of the process", { Path: "string" }],
  ["an event emitter", { emit: "function", on: "function" }],
];

/**
 * Identifies an object that is no record of options: a request, a context, an application, a server, the variables of a
 * process, or an instance of any other class.
 *
 * @returns the object in words, such as `"a request"`; undefined for a plain object and for any other value
 */
export function identifyObject(value: unknown): string | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  if (isFastifyMessage(value)) return "a request of Fastify";
  const kind = KINDS.find(([, properties]) => hasAll(value, properties));
  if (kind !== undefined) return kind[0];
  // An asynchronous function inherits from an object of its own.
  if (typeof value === "function" || Array.isArray(value) || isPlain(value)) return undefined;
  const { constructor: creator } = value as { readonly constructor?: unknown };
  const isClass = typeof creator === "function" && creator.name !== "" && creator.name !== "Object";
  return isClass ? `an instance of ${creator.name}` : "an object that inherits from another";
}

/** The right call for Fastify, in which no middleware resolves a request. */
export const REGISTER = "await app.register(proxyFix, { … }), with proxyFix of proxyfix/fastify";

/** The properties that @fastify/middie copies to Node's request, before it calls middleware with it. */
const COPIED_BY_MIDDIE = ["id", "hostname", "ip", "ips", "log"];

/** Returns whether an object is the request of Node's that Fastify passes to middleware. */
export function isFastifyMessage(value: object): boolean {
  return COPIED_BY_MIDDIE.every((name) => Object.hasOwn(value, name));
}

/** Describes a wrong value for a message: the kind of object if it is known. */
export function describeObject(value: unknown): string {
  return identifyObject(value) ?? describeValue(value);
}

function hasAll(value: object, properties: Readonly<Record<string, string>>): boolean {
  return Object.entries(properties).every(([name, type]) => typeof read(value, name) === type);
}

/** Reads a property, null as undefined; an accessor may throw. Object.prototype has none of these properties by itself. */
function read(value: object, name: string): unknown {
  if (Object.hasOwn(Object.prototype, name) && !Object.hasOwn(value, name)) return undefined;
  try {
    return (value as Readonly<Record<string, unknown>>)[name] ?? undefined;
  } catch {
    return undefined;
  }
}

/** Returns whether an object inherits from nothing or from Object.prototype, also of another realm. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty");
}
