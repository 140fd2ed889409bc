/** The prefixes that a request's baseUrl was told to show; the last one counts. */
const shown = new WeakMap<object, string[]>();

/**
 * Makes `req.baseUrl` begin with a prefix.
 *
 * Express's router remembers baseUrl before each layer and writes it back after: an assignment would be lost. The own
 * accessor takes whatever the router writes, which lies under the prefix where the router had read it here, and does
 * not where it had read it earlier. A route mounted at the prefix's own name is the one case that cannot be told apart.
 *
 * @param req - Express's request
 * @param prefix - to show, `""` for none
 */
export function showBaseUrl(req: { baseUrl?: string }, prefix: string): void {
  const prefixes = shown.get(req);
  if (prefixes !== undefined) {
    prefixes.push(prefix);
    return;
  }
  let stored = req.baseUrl ?? "";
  const all = [prefix];
  shown.set(req, all);
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
