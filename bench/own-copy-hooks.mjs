/**
 * Lets a copy of a module import copies, never the modules that others share.
 *
 * @param {string} specifier
 * @param {{ parentURL?: string }} context
 * @param {(specifier: string, context: object) => Promise<{ url: string }>} next
 */
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const copy = /\?copy=\d+$/.exec(context.parentURL ?? "")?.[0];
  return copy === undefined || !specifier.startsWith(".") ? resolved : { ...resolved, url: resolved.url + copy };
}
