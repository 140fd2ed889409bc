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
 * @param resolution - of the request
 * @param path - the path of the resource in the application, with or without a leading slash
 * @returns `origin + prefix + path`, or `prefix + path` if the origin is undefined
 * @see RFC 3986 section 4.2
 * @example
 * externalUrl(resolution, "/login?next=%2F"); // "https://example.com/app/login?next=%2F"
 */
export function externalUrl(resolution: Pick<Resolution, "origin" | "prefix">, path: string): string {
  let start = 0;
  while (start < path.length && isLeadingNoise(path.charCodeAt(start))) start += 1;
  return `${resolution.origin ?? ""}${resolution.prefix}/${path.slice(start)}`;
}

const SLASH = 47;
const BACKSLASH = 92;

/** Browsers drop blanks and control characters in front of a URL, and tabs and line ends anywhere. */
function isLeadingNoise(code: number): boolean {
  return code <= 32 || code === SLASH || code === BACKSLASH;
}
