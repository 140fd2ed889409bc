import { withoutPrototype } from "../../headers/header-fields.js";

/** The prefixes that a request's URLs have contained, by request; the last one counts. */
const prefixesOf = new WeakMap<object, { prefixes: readonly string[] }>();

/**
 * Makes `req.baseUrl` begin with a prefix.
 *
 * Express's router reads baseUrl before each layer and writes it back after: an assignment would be lost. The own
 * accessor accepts each value that the router writes. It lies under a prefix if the router has read it here, or if the
 * node adapter has set it, and does not if the router has read it earlier. A route mounted at the prefix's own name is
 * the one ambiguous case.
 *
 * @param req - Express's request
 * @param prefixes - the earlier prefixes and, as the last one, the prefix; `""` for none
 */
export function showBaseUrl(req: { baseUrl?: string }, prefixes: readonly string[]): void {
  const shown = prefixesOf.get(req);
  if (shown !== undefined) {
    shown.prefixes = prefixes;
    return;
  }
  let stored = req.baseUrl ?? "";
  const now = { prefixes };
  prefixesOf.set(req, now);
  const accessor = {
    configurable: true,
    enumerable: true,
    get: () => `${now.prefixes.at(-1)}${dropPrefix(stored, now.prefixes)}`,
    set(value: string) {
      stored = value;
    },
  };
  Reflect.defineProperty(req, "baseUrl", withoutPrototype(accessor));
}

function dropPrefix(url: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((each) => each !== "" && (url === each || url.startsWith(`${each}/`)));
  return prefix === undefined ? url : url.slice(prefix.length);
}
