import { ProxyFixOptionsError } from "../errors.js";
import { withoutPrototype } from "../headers/header-fields.js";
import { define } from "./set-property.js";

/**
 * The property that `app.use` of a framework reads of each function that it receives: Express and Connect look for an
 * application, Koa for a name in its debug output. `server.register` of hapi looks for a plugin.
 */
const READ_BY = { express: "handle", hapi: "plugin", koa: "_name" } as const;

/** A framework whose users may import the wrong module. */
export type Framework = "express" | "fastify" | "hapi" | "koa";

/**
 * Lets `app.use` of a framework refuse a function that does not belong there: the program stops at its start, not at
 * its first request. An accessor throws; nothing else reads it, since it is not enumerable. A value that a tracer assigns
 * replaces it. Tracers also read `_name` of the middleware that Express uses: those must have no such accessor.
 *
 * @param remedy - the mistake and the right call
 * @returns the same function
 */
export function refuseUse<Fn extends object>(fn: Fn, framework: keyof typeof READ_BY, remedy: string): Fn {
  const name = READ_BY[framework];
  const accessor: PropertyDescriptor & ThisType<object> = {
    configurable: true,
    get(): never {
      throw new ProxyFixOptionsError(framework === "hapi" ? "server.register" : "app.use", remedy);
    },
    set(value: unknown) {
      define(this, name, value);
    },
  };
  return Object.defineProperty(fn, name, withoutPrototype(accessor));
}

/** Lets frameworks refuse the function of a module that is for none of them. */
export function refuseUseBy<Fn extends object>(
  fn: Fn,
  module: string,
  ...frameworks: readonly (keyof typeof READ_BY)[]
): Fn {
  for (const framework of frameworks) refuseUse(fn, framework, importFrom(module, framework));
  return fn;
}

const CALLS: Readonly<Record<Framework, string>> = {
  express: "app.use(proxyFix({ … }))",
  fastify: "await app.register(proxyFix, { … })",
  hapi: "await server.register({ plugin: proxyFix, options: { … } })",
  koa: "app.use(proxyFix({ … }))",
};

/** Returns the remedy if a function of one module is used in the framework of another. */
export function importFrom(module: string, framework: Framework): string {
  return `got a function of ${module}; expected one of proxyfix/${framework}: import from there, and write ${CALLS[framework]}`;
}

/** Returns the framework of an object, by its description; undefined if it is of none, or an object of Node's. */
export function findFramework(kind: string): Framework | undefined {
  return FRAMEWORKS.find((framework) => kind.toLowerCase().endsWith(` ${framework}`));
}

const FRAMEWORKS: readonly Framework[] = ["express", "fastify", "hapi", "koa"];
