/** The prefixes of a request's baseUrl, by request; the last one counts. */
const prefixesOf = new WeakMap<object, string[]>();

/**
 * Makes `req.baseUrl` begin with a prefix.
 *
 * Express's router reads baseUrl before each layer and writes it back after: an assignment would be lost. The own
 * accessor accepts each value that the router writes. It lies under the prefix if the router has read it here, and does
 * not if the router has read it earlier. A route mounted at the prefix's own name is the one ambiguous case.
 *
 * @param req - Express's request
 * @param prefix - the prefix, `""` for none
 */
export function showBaseUrl(req: { baseUrl?: string }, prefix: string): void {
  const prefixes = prefixesOf.get(req);
  if (prefixes !== undefined) {
    prefixes.push(prefix);
    return;
  }
  let stored = req.baseUrl ?? "";
  const all = [prefix];
  prefixesOf.set(req, all);
  Object.defineProperty(req, "baseUrl", {
    configurable: true,
    enumerable: true,
    get: () => `${all.at(-1)}${dropPrefix(stored, all)}`,
    set(value: string) {
      stored = value;
    },
  });
}

function dropPrefix(url: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((each) => each !== "" && (url === each || url.startsWith(`${each}/`)));
  return prefix === undefined ? url : url.slice(prefix.length);
}
