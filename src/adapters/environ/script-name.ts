import type { Environ } from "./variables.js";

/**
 * Empties SCRIPT_NAME: for a server that routes every path to one script and shows the script in it, such as
 * `/app.fcgi/cart` for `/cart`. URLs that the application builds from SCRIPT_NAME are then without it.
 *
 * Use it only if the server's routing adds the script's name by itself; otherwise links lead past the application.
 * Apply it before `proxyFix`, which may put a believed prefix into SCRIPT_NAME.
 *
 * @param environ - the variables; left alone
 * @returns a new record, or the same one if SCRIPT_NAME is empty or missing
 * @example
 * stripScriptName({ SCRIPT_NAME: "/app.fcgi", PATH_INFO: "/cart" })  // { SCRIPT_NAME: "", PATH_INFO: "/cart" }
 */
export function stripScriptName(environ: Environ): Environ {
  return environ["SCRIPT_NAME"] ? { ...environ, SCRIPT_NAME: "" } : environ;
}

/**
 * Undoes lighttpd's handling of a program mounted at `/`: it takes the first segment of the path for the script's name.
 * SCRIPT_NAME is moved to the front of PATH_INFO and becomes empty.
 *
 * Use it only for a program mounted at `/` without lighttpd's own `fix-root-scriptname`: under another path SCRIPT_NAME
 * is right, and this would break it. Apply it before `proxyFix`.
 *
 * @param environ - the variables; left alone
 * @returns a new record, or the same one if SCRIPT_NAME is empty or missing
 * @example
 * lighttpdRootFix({ SCRIPT_NAME: "/shop", PATH_INFO: "/cart" })  // { SCRIPT_NAME: "", PATH_INFO: "/shop/cart" }
 */
export function lighttpdRootFix(environ: Environ): Environ {
  const script = environ["SCRIPT_NAME"];
  return script ? { ...environ, SCRIPT_NAME: "", PATH_INFO: script + (environ["PATH_INFO"] ?? "") } : environ;
}
