/** The codes of the process warnings. */
export type WarningCode = "PROXYFIX_FRAMEWORK_TRUST" | "PROXYFIX_UNTRUSTED_PEER";

/**
 * The codes that were emitted in this process. They stand on `process` under a registered symbol: all copies of this
 * package, of any version, share them.
 */
const EMITTED: unique symbol = Symbol.for("proxyfix.warnings");

/**
 * Emits a process warning of type `ProxyFixWarning`, once in a process for each code.
 *
 * @param advice - the change to make; without any text of a client
 */
export function warnOnce(code: WarningCode, advice: string): void {
  const emitted = findEmitted();
  if (emitted.has(code)) return;
  emitted.add(code);
  process.emitWarning(advice, { type: "ProxyFixWarning", code });
}

function findEmitted(): Set<string> {
  const carrier = process as { [EMITTED]?: Set<string> };
  const known = carrier[EMITTED];
  if (known !== undefined) return known;
  const emitted = new Set<string>();
  Object.defineProperty(carrier, EMITTED, { value: emitted });
  return emitted;
}
