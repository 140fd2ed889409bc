import type { AdapterResolution } from "../../headers/adapter-resolution.js";
import { joinLines, type HeaderFields } from "../../headers/header-fields.js";
import { resolutionOf } from "../../request/resolve-incoming.js";
import { findState } from "../../request/state.js";
import { findLink, linkRequest, type RequestLink } from "./message.js";
import { defineOwn, type FetchHeaders, type FetchRequest } from "./request.js";

/** Formats the URL of a resolved request from its path, with the query. */
export type UrlFormat = (resolution: AdapterResolution, path: string) => string;

/**
 * Shows the values of a message on its Request: `url`, `headers`, `clone`, and the properties of srvx.
 *
 * The Request keeps its identity: Bun, Deno and servers on Node recognise their own Request only.
 *
 * @param before - the headers that the Request has now
 */
export function showRequest(
  request: FetchRequest,
  { message, url }: RequestLink,
  before: HeaderFields,
  formatUrl: UrlFormat,
): void {
  const resolution = resolutionOf(message);
  if (resolution !== undefined) showUrl(request, formatUrl(resolution, findPath(url)), resolution);
  showHeaders(request, before, message.headers);
  defineOwn(request, "clone", cloneRequest);
}

/** Returns the path of a URL, with the query. Bun's URL of a request without a host is the path alone. */
function findPath(url: string): string {
  const scheme = url.indexOf("://");
  if (scheme < 0) return url;
  const length = url.slice(scheme + 3).search(/[/?#]/);
  return length < 0 ? "/" : url.slice(scheme + 3 + length);
}

function showUrl(request: FetchRequest, url: string, { clientAddress }: AdapterResolution): void {
  // srvx has a parsed URL, from which its own `url` and h3's event.url are made, and the peer's address.
  if ("_url" in request) defineOwn(request, "_url", new URL(url));
  if ("ip" in request) defineOwn(request, "ip", clientAddress);
  defineOwn(request, "url", url);
}

/** Gives the Headers of a Request the values of a message, in place if they accept it. Deno's and workerd's are immutable. */
function showHeaders(request: FetchRequest, before: HeaderFields, after: HeaderFields): void {
  const names = listDifferent(request.headers, before, after);
  if (names.length === 0) return;
  try {
    writeAll(request.headers, names, after);
  } catch {
    const copy = new Headers(request.headers as unknown as Headers);
    writeAll(copy, names, after);
    defineOwn(request, "headers", copy);
  }
}

function listDifferent(headers: FetchHeaders, before: HeaderFields, after: HeaderFields): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  // Headers have no pseudo headers of HTTP/2. Node keeps the first of several Host lines, Headers keep all of them.
  return [...names].filter((name) =>
    name === "host" ? headers.get(name) !== (after[name] ?? null) : before[name] !== after[name] && name[0] !== ":",
  );
}

/**
 * Every name is written, even if its value seems to be right already: `@hono/node-server` reads single headers from
 * Node's request, and builds all of them anew from older lines when they are iterated.
 */
function writeAll(headers: FetchHeaders, names: readonly string[], after: HeaderFields): void {
  for (const name of names) {
    const value = Object.hasOwn(after, name) ? joinLines(after[name]) : undefined;
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
}

function cloneRequest(this: FetchRequest): unknown {
  const { clone } = Object.getPrototypeOf(this) as FetchRequest;
  return adoptRequest(Reflect.apply(clone, this, []) as FetchRequest, this);
}

/**
 * Shows the values of a Request on one that a runtime has made from it: runtimes copy the received URL and headers, not
 * those that the adapters define.
 */
export function adoptRequest(made: FetchRequest, source: FetchRequest): FetchRequest {
  adoptLink(made, source);
  const link = findLink(source);
  if (link === undefined) return made;
  showHeaders(made, findState(link.message)?.original.headers ?? {}, link.message.headers);
  return made;
}

/**
 * Shows the headers of a Request on one that was made by `new Request(url, request)`. By the standard the constructor reads
 * them from the property; workerd copies the received ones.
 */
export function adoptHeaders(made: FetchRequest, source: FetchRequest): void {
  const link = findLink(source);
  const { headers } = source;
  if (link === undefined || !(headers instanceof Headers)) return;
  showHeaders(made, findState(link.message)?.original.headers ?? {}, Object.fromEntries(headers));
}

/** Shows the URL of a Request on one that was made from it with headers of its own. */
export function adoptLink(made: FetchRequest, source: FetchRequest): void {
  const link = findLink(source);
  if (link === undefined) return;
  linkRequest(made, link);
  if (resolutionOf(link.message) !== undefined) defineOwn(made, "url", source.url);
  defineOwn(made, "clone", cloneRequest);
}
