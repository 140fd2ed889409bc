import type { AdapterResolution } from "../../headers/adapter-resolution.js";

/** Stands for the host in the URL of a refused request whose host is unknown; no site has this name (RFC 6761). */
const UNKNOWN_ORIGIN = "http://unknown.invalid";

/** Formats a URL by which an application routes: the client's origin, and the path without the prefix. */
export function formatRoutedUrl({ origin = UNKNOWN_ORIGIN }: AdapterResolution, path: string): string {
  return origin + path;
}

/** Formats the URL as the client sees it, with the prefix. */
export function formatExternalUrl({ origin = UNKNOWN_ORIGIN, prefix }: AdapterResolution, path: string): string {
  return origin + prefix + path;
}
