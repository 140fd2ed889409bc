import { ProxyFixOptionsError } from "../errors.js";
import { copyHeader } from "./copy.js";
import { isAlias, readName } from "./names.js";
import { removeHeaders } from "./headers.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Copies one header over another and removes the first, aliases included: `copy`, then `remove`.
 *
 * If the source is missing, is empty or must not be written, the target stays as it is; the source is removed all the
 * same.
 *
 * Security: as for {@link copy}.
 *
 * @param from - the header to read and remove
 * @param to - the header to write
 * @throws {ProxyFixOptionsError} if a name is no header name, or the target is an alias of the source
 * @example
 * move("x-original-forwarded-for", "x-forwarded-for")({ "x-original-forwarded-for": "192.0.2.1" }, {})
 * // { "x-forwarded-for": "192.0.2.1" }
 */
export function move(from: string, to: string): Rewrite {
  const source = readName(from, "move");
  const target = readName(to, "move");
  if (isAlias(target, source)) {
    throw new ProxyFixOptionsError(
      "move",
      `got "${source}" and "${target}", which is removed with the first; expected two headers; other separators in a name, such as \`_\`, are aliases of \`-\``,
    );
  }
  return (headers) => removeHeaders(copyHeader(headers, source, target), (key) => isAlias(key, source));
}
