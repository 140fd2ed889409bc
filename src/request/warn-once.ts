import { withoutPrototype } from "../headers/header-fields.js";

/** The codes of the process warnings. */
export type WarningCode =
  | "PROXYFIX_EARLY_MIDDLEWARE"
  | "PROXYFIX_FRAMEWORK_TRUST"
  | "PROXYFIX_NOT_CALLED"
  | "PROXYFIX_NOT_CONFIGURED"
  | "PROXYFIX_REWRITE_FAILED"
  | "PROXYFIX_UNTRUSTED_PEER";

/**
 * The codes that were emitted in this process. They stand on `process` under a registered symbol: all copies of this
 * package, of any version, share them.
 */
const EMITTED: unique symbol = Symbol.for("proxyfix.warnings");

/**
 * Emits a process warning of type `ProxyFixWarning`, once in a process for each code.
 *
 * @param advice - the change to make; without any text of a client
 * @param detail - more lines, such as places in the program
 */
export function warnOnce(code: WarningCode, advice: string, detail?: string): void {
  const emitted = findEmitted();
  if (emitted.has(code)) return;
  emitted.add(code);
  process.emitWarning(advice, { type: "ProxyFixWarning", code, ...(detail === undefined ? {} : { detail }) });
}

function findEmitted(): Set<string> {
  const carrier = process as { [EMITTED]?: Set<string> };
  const known = carrier[EMITTED];
  if (known !== undefined) return known;
  const emitted = new Set<string>();
  Object.defineProperty(carrier, EMITTED, withoutPrototype({ value: emitted }));
  return emitted;
}
