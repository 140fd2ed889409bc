/** A handler of requests, as Bun and Deno call it. */
type Handler = (request: never, ...rest: readonly unknown[]) => unknown;
/** Wraps a handler so that it sees resolved requests. */
type Wrap = (handler: Handler) => Handler;
/** A function that starts a server. */
type Serve = (...args: readonly unknown[]) => unknown;

/** A runtime with a server of its own for fetch handlers. */
interface Runtime {
  serve?: Serve;
}

/**
 * Guards every server that Bun.serve or Deno.serve starts from now on; Bun calls it for a program that exports a handler,
 * too. Other runtimes have no such server.
 *
 * @param wrap - called when a server starts, for each of its handlers
 * @returns whether the runtime has such servers
 */
export function guardFetchServers(wrap: Wrap): boolean {
  const { Bun: bun, Deno: deno } = globalThis as { readonly Bun?: Runtime; readonly Deno?: Runtime };
  if (bun?.serve !== undefined) bun.serve = guardBun(bun.serve, wrap);
  if (deno?.serve !== undefined) deno.serve = guardDeno(deno.serve, wrap);
  return bun !== undefined || deno !== undefined;
}

/** Bun's options contain the handler as `fetch` and those of its `routes`; `reload` replaces them. */
function guardBun(serve: Serve, wrap: Wrap): Serve {
  return function guarded(this: unknown, options, ...rest) {
    const server = Reflect.apply(serve, this, [wrapBunOptions(options, wrap), ...rest]) as object;
    const { reload } = server as { readonly reload?: Serve };
    if (typeof reload !== "function") return server;
    return Object.assign(server, {
      reload: (fresh: unknown) => Reflect.apply(reload, server, [wrapBunOptions(fresh, wrap)]),
    });
  };
}

function wrapBunOptions(options: unknown, wrap: Wrap): unknown {
  if (!isObject(options)) return options;
  const { fetch } = options;
  // `static` is an older name of `routes`. Hono's application, which a program may export as options, has a list of that name.
  const named = ["routes", "static"].map((name) => [name, options[name]] as const);
  const routes = named.filter(([, value]) => isObject(value) && !Array.isArray(value));
  return replaceProperties(options, {
    ...(typeof fetch === "function" ? { fetch: wrap(fetch as Handler) } : {}),
    ...Object.fromEntries(routes.map(([name, value]) => [name, wrapRoutes(value as Values, wrap)])),
  });
}

function wrapRoutes(routes: Values, wrap: Wrap): Values {
  return Object.fromEntries(Object.entries(routes).map(([path, route]) => [path, wrapRoute(route, wrap)]));
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

/** A route is a handler, an object of handlers by method, such as a module, or anything that needs none. */
function wrapRoute(route: unknown, wrap: Wrap): unknown {
  if (typeof route === "function") return wrap(route as Handler);
  if (!isObject(route)) return route;
  const methods = METHODS.filter((method) => route[method] !== undefined);
  if (methods.length === 0) return route;
  return Object.fromEntries(methods.map((method) => [method, wrapRoute(route[method], wrap)]));
}

/** Deno's handler is an argument, or stands in the options as `handler`. */
function guardDeno(serve: Serve, wrap: Wrap): Serve {
  return function guarded(this: unknown, ...args) {
    return Reflect.apply(
      serve,
      this,
      args.map((value) => wrapDenoArgument(value, wrap)),
    );
  };
}

function wrapDenoArgument(value: unknown, wrap: Wrap): unknown {
  if (typeof value === "function") return wrap(value as Handler);
  if (!isObject(value) || typeof value["handler"] !== "function") return value;
  return replaceProperties(value, { handler: wrap(value["handler"] as Handler) });
}

/**
 * Returns a view of options with other values for some properties. A copy would lose the getters that a class defines, and
 * an object that inherits from them would call these on the wrong object.
 */
function replaceProperties(options: Values, replaced: Values): Values {
  const read = (name: string | symbol): unknown =>
    Object.hasOwn(replaced, name) ? replaced[name as string] : (Reflect.get(options, name, options) as unknown);
  // The target is another object: a view of frozen options could not have other values.
  return new Proxy(
    {},
    {
      get: (_, name) => read(name),
      has: (_, name) => name in replaced || name in options,
      ownKeys: () => [...new Set([...Reflect.ownKeys(options), ...Reflect.ownKeys(replaced)])],
      getOwnPropertyDescriptor: (_, name) =>
        Object.hasOwn(replaced, name) || Object.hasOwn(options, name)
          ? { value: read(name), enumerable: true, configurable: true, writable: true }
          : undefined,
    },
  );
}

type Values = Readonly<Record<string, unknown>>;

/** A function, such as a class, may have options as properties. */
function isObject(value: unknown): value is Values {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
