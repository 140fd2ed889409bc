import { withoutPrototype } from "../headers/header-fields.js";

/** The codes of the process warnings. */
export type WarningCode =
  | "PROXYFIX_BOTH_KINDS"
  | "PROXYFIX_EARLY_MIDDLEWARE"
  | "PROXYFIX_FRAMEWORK_TRUST"
  | "PROXYFIX_NOT_CALLED"
  | "PROXYFIX_NOT_CONFIGURED"
  | "PROXYFIX_NO_TRUSTED_PEERS"
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
  if (hasWarned(code)) return;
  findEmitted()?.add(code);
  try {
    process.emitWarning(advice, { type: "ProxyFixWarning", code, ...(detail === undefined ? {} : { detail }) });
  } catch {
    // The functions of `process` in the edge runtime of Next throw: a warning must not fail a request.
  }
}

/** Returns whether nothing is left to emit: the code was emitted, or the runtime has no process that emits warnings. */
export function hasWarned(code: WarningCode): boolean {
  return findEmitted()?.has(code) ?? true;
}

function findEmitted(): Set<string> | undefined {
  const { process: carrier } = globalThis as { readonly process?: { [EMITTED]?: Set<string>; emitWarning?: unknown } };
  const known = carrier?.[EMITTED];
  if (known !== undefined || typeof carrier?.emitWarning !== "function") return known;
  const emitted = new Set<string>();
  Object.defineProperty(carrier, EMITTED, withoutPrototype({ value: emitted }));
  return emitted;
}
