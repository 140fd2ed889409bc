import { ProxyFixOptionsError } from "../errors.js";
import { copyHeader } from "./copy.js";
import { isSpelling, readName } from "./names.js";
import { removeHeaders } from "./headers.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Copies one header over another and removes the first, in every spelling: `copy`, then `remove`.
 *
 * Where the source is missing, empty or must not be written, the target stays as it is; the source goes all the same.
 *
 * Security: as for {@link copy}.
 *
 * @param from - the header to read and remove
 * @param to - the header to write
 * @throws {ProxyFixOptionsError} if a name is no header's name, or the target is a spelling of the source
 * @example
 * move("x-original-forwarded-for", "x-forwarded-for")({ "x-original-forwarded-for": "192.0.2.1" }, {})
 * // { "x-forwarded-for": "192.0.2.1" }
 */
export function move(from: string, to: string): Rewrite {
  const source = readName(from, "move");
  const target = readName(to, "move");
  if (isSpelling(target, source)) {
    throw new ProxyFixOptionsError(
      "move",
      `got "${source}" and "${target}", which goes with the first; expected two headers; \`_\` in a name is a spelling of \`-\``,
    );
  }
  return (headers) => removeHeaders(copyHeader(headers, source, target), (key) => isSpelling(key, source));
}
