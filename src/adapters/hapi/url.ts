import { withoutPrototype } from "../../headers/header-fields.js";
import type { IncomingRequest } from "../../request/request.js";
import { resolutionOf } from "../../request/resolve-incoming.js";

/** The part of hapi's request that has to do with its URL. */
interface UrlRequest {
  readonly raw: { readonly req: IncomingRequest };
  readonly info: { readonly host: string };
}

/**
 * Lets `request.url` contain the resolved scheme and host, and the prefix.
 *
 * hapi's own URL contains the scheme of the server. `setUrl` cannot set the right one: hapi would route by a path with
 * the prefix, and by one that the URL parser has changed.
 */
export function showUrl(request: UrlRequest): void {
  Object.defineProperty(request, "url", ACCESSOR);
}

const ACCESSOR: PropertyDescriptor = withoutPrototype({
  configurable: true,
  enumerable: false,
  get(this: UrlRequest) {
    return readUrl(this);
  },
});

/** The URLs that were shown, by hapi's own: a URL that is read twice is the same object. */
const shownUrls = new WeakMap<URL, URL>();

/**
 * Returns the URL of a request; null, as hapi does, if the request target is no URL.
 *
 * hapi's own URL contains the path that the request has now, since an extension may have called `setUrl`. A URL with
 * another host is one that an extension has set, and is returned as it is.
 */
function readUrl(request: UrlRequest): URL | null {
  const url = Reflect.get(Object.getPrototypeOf(request) as object, "url", request) as URL | null;
  const resolution = resolutionOf(request.raw.req);
  if (url === null || resolution?.origin === undefined || resolution.host !== request.info.host) return url;
  const known = shownUrls.get(url);
  if (known !== undefined) return known;
  const shown = new URL(resolution.origin + resolution.prefix + url.pathname + url.search + url.hash);
  shownUrls.set(url, shown);
  return shown;
}
