/**
 * Puts a prefix before a request target.
 *
 * Only an origin-form target (RFC 9112 section 3.2.1) is a path; an absolute-form one, `*` and an authority are left
 * alone.
 */
export function prefixTarget(prefix: string, target: string): string {
  return target.startsWith("/") ? prefix + target : target;
}
