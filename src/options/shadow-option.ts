import { addParent, ProxyFixOptionsError } from "../errors.js";
import { compileOptions, type CompiledOptions } from "./compile-options.js";
import type { ProxyFixOptions } from "./options.js";
import { readRecord } from "./read-option.js";

/**
 * Compiles the option shadow: other options, complete by themselves.
 *
 * @returns the compiled options, undefined if the option is unset
 * @throws {ProxyFixOptionsError} if one of them is wrong; its option begins with `shadow`
 */
export function compileShadow(option: unknown): CompiledOptions | undefined {
  if (option === undefined) return undefined;
  try {
    return compileOptions(readRecord(option as ProxyFixOptions, "proxyFix({ shadow: { … } })"));
  } catch (error) {
    // An accessor of the option may throw too.
    throw error instanceof ProxyFixOptionsError ? addParent(error, "shadow") : error;
  }
}
