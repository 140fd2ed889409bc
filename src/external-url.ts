import type { Resolution } from "./resolution.js";

/**
 * Returns the URL under which the client reaches a path of the application.
 *
 * Use it for redirects, links in mails and callbacks; `res.redirect("/login")` alone forgets the prefix. The path is
 * concatenated as it is, query and fragment included: escape the values that you put into it.
 *
 * Security: leading slashes, backslashes, blanks and control characters of the path are collapsed into one slash,
 * because browsers read `//evil.example`, `/\evil.example` and a slash, a tab and a slash as another site. Without an
 * origin the result is a path, never a guess.
 *
 * @param source - the resolution of a request, or the request that was resolved
 * @param path - the path of the resource in the application, with or without a leading slash
 * @returns `origin + prefix + path`, or `prefix + path` if the origin is undefined
 * @throws {TypeError} if it is neither a resolution nor a resolved request
 * @see RFC 3986 section 4.2
 * @example
 * externalUrl(resolution, "/login?next=%2F"); // "https://example.com/app/login?next=%2F"
 */
export function externalUrl(source: Place | { readonly proxyFix: Place }, path: string): string {
  const { origin, prefix } = findPlace(source);
  let start = 0;
  while (start < path.length && isLeadingNoise(path.charCodeAt(start))) start += 1;
  return `${origin ?? ""}${prefix}/${path.slice(start)}`;
}

/** The part of a resolution that the URL contains. */
type Place = Pick<Resolution, "origin" | "prefix">;

/** Programs without types pass a request that no adapter has resolved. */
function findPlace(source: Partial<Place & { readonly proxyFix: Place }> | null | undefined): Place {
  const { origin, prefix } = source?.proxyFix ?? source ?? {};
  if (typeof prefix === "string") return { origin, prefix };
  throw new TypeError(
    "externalUrl takes a resolution, or a request that proxyFix has resolved: externalUrl(req.proxyFix, path)",
  );
}

const SLASH = 47;
const BACKSLASH = 92;

/** Browsers drop blanks and control characters in front of a URL, and tabs and line ends anywhere. */
function isLeadingNoise(code: number): boolean {
  return code <= 32 || code === SLASH || code === BACKSLASH;
}
