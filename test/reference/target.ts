/** A request target: its authority, if it has one. */
export interface ReferenceTarget {
  readonly authority?: string;
}

/**
 * Reads a request target (docs/reference/rules.md#r7-host, 8 and 13).
 *
 * @param version - the major version of HTTP
 * @returns undefined if the target is malformed
 */
export function readTarget(method: string, target: string, version: number): ReferenceTarget | undefined {
  if (target.startsWith("/") || target === "*") return {};
  if (version === 2) return undefined;
  if (method === "CONNECT") return { authority: target };
  const [scheme = "", ...rest] = target.split("://");
  if (rest.length === 0 || !["http", "https"].includes(scheme.toLowerCase())) return undefined;
  const [authority = ""] = rest.join("://").split(/[/?#]/);
  return authority === "" ? undefined : { authority };
}
