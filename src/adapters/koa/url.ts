import { externalUrl } from "../../external-url.js";
import type { Resolution } from "../../resolution.js";

/**
 * Formats the full URL of a request.
 *
 * Security: the authority of an absolute-form target (RFC 9112 section 3.2.2) is the client's own text and is left out.
 *
 * @param resolution - of the request
 * @param target - the request target, with the prefix in front of it if it is a path
 * @returns the path alone if the origin is unknown
 */
export function formatHref({ origin, prefix }: Resolution, target: string | undefined): string {
  // As in Koa.
  if (target === undefined) return `${origin ?? ""}${prefix}${target}`;
  // A path that begins with two slashes would be another site's URL.
  if (origin === undefined)
    return externalUrl({ origin, prefix: "" }, target.startsWith("/") ? target : prefix + dropAuthority(target));
  return target.startsWith("/") ? origin + target : origin + prefix + dropAuthority(target);
}

/** Parses the full URL of a request; returns an empty object, as Koa does, if it is none. */
export function parseUrl(resolution: Resolution, target: string): object {
  const href = formatHref(resolution, target);
  return resolution.origin !== undefined && URL.canParse(href) ? new URL(href) : (Object.create(null) as object);
}

/** Returns the part of an absolute-form target after its authority, and nothing of `*`, which has no path. */
function dropAuthority(target: string): string {
  const scheme = target.indexOf("://");
  if (scheme < 0) return "";
  const authority = target.slice(scheme + 3);
  const path = authority.search(/[/?#]/);
  if (path < 0) return "/";
  return authority.startsWith("/", path) ? authority.slice(path) : `/${authority.slice(path)}`;
}
