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
 */
export function guardFetchServers(wrap: Wrap): void {
  const { Bun: bun, Deno: deno } = globalThis as { readonly Bun?: Runtime; readonly Deno?: Runtime };
  if (bun?.serve !== undefined) bun.serve = guardBun(bun.serve, wrap);
  if (deno?.serve !== undefined) deno.serve = guardDeno(deno.serve, wrap);
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
  const { fetch, routes } = options;
  return {
    ...options,
    ...(typeof fetch === "function" ? { fetch: wrap(fetch as Handler) } : {}),
    ...(isObject(routes) ? { routes: mapValues(routes, (route) => wrapRoute(route, wrap)) } : {}),
  };
}

/** A route is a handler, a record of handlers by method, or anything that needs none. */
function wrapRoute(route: unknown, wrap: Wrap): unknown {
  if (typeof route === "function") return wrap(route as Handler);
  const isRecord = isObject(route) && Object.getPrototypeOf(route) === Object.prototype;
  if (!isRecord) return route;
  return mapValues(route, (handler) => (typeof handler === "function" ? wrap(handler as Handler) : handler));
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
  return { ...value, handler: wrap(value["handler"] as Handler) };
}

type Values = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null;
}

function mapValues(values: Values, change: (value: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
