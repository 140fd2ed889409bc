import { ProxyFixOptionsError } from "../errors.js";
import { compileKeys } from "./names.js";
import { removeHeaders } from "./headers.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Removes headers, each with its aliases: `remove("x-real-ip")` removes `x_real_ip` and `x.real-ip` too.
 *
 * @param names - names, or starts of names with a `*` at the end: `"x-internal-*"`
 * @throws {ProxyFixOptionsError} if there is no name, or one is neither a name nor such a pattern, or is `"*"`
 * @example
 * remove("x-internal-*")({ "x-internal-user": "root", accept: "text/html" }, {})  // { accept: "text/html" }
 */
export function remove(...names: readonly string[]): Rewrite {
  if (names.length === 0) {
    throw new ProxyFixOptionsError("remove", 'got no name; expected one or more, such as remove("x-internal-*")');
  }
  const checks = names.map((name) => compileKeys(name, "remove"));
  return (headers) => removeHeaders(headers, (key) => checks.some((isSelected) => isSelected(key)));
}
