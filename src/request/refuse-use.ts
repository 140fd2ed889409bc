import { ProxyFixOptionsError } from "../errors.js";

/**
 * The property that `app.use` of a framework reads of each function that it receives: Express and Connect look for an
 * application, Koa for a name in its debug output.
 */
const READ_BY = { express: "handle", koa: "_name" } as const;

/**
 * Lets `app.use` of a framework refuse a function that does not belong there: the program stops at its start, not at
 * its first request. An accessor throws; nothing else reads it, since it is not enumerable. Tracers read and write `_name`
 * of the middleware that Express uses: those must have no such accessor.
 *
 * @param remedy - the mistake and the right call
 * @returns the same function
 */
export function refuseUse<Fn extends object>(fn: Fn, framework: keyof typeof READ_BY, remedy: string): Fn {
  return Object.defineProperty(fn, READ_BY[framework], {
    configurable: true,
    get(): never {
      throw new ProxyFixOptionsError("app.use", remedy);
    },
  });
}

/** Lets Express and Koa refuse the function of a module that is for neither. */
export function refuseUseByBoth<Fn extends object>(fn: Fn, module: string): Fn {
  return refuseUse(refuseUse(fn, "express", importFrom(module, "express")), "koa", importFrom(module, "koa"));
}

/** Returns the remedy if a function of one module is used in the framework of another. */
export function importFrom(module: string, framework: "express" | "koa" | "fastify"): string {
  const call = framework === "fastify" ? "await app.register(proxyFix, { … })" : "app.use(proxyFix({ … }))";
  return `got a function of ${module}; expected one of proxyfix/${framework}: import from there, and write ${call}`;
}
