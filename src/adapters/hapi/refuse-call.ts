import { ProxyFixOptionsError } from "../../errors.js";
import { describeObject } from "../../options/identify-object.js";
import { findFramework, importFrom } from "../../request/refuse-use.js";

/**
 * Refuses a call of a plugin: hapi calls only its method `register`.
 *
 * @param usage - the right call
 * @throws {ProxyFixOptionsError} always
 */
export function refuseCall(value: unknown, usage: string): never {
  const kind = describeObject(value);
  const framework = findFramework(kind) ?? "hapi";
  const remedy =
    framework === "hapi" ? `it is not called by hand: write ${usage}` : importFrom("proxyfix/hapi", framework);
  throw new ProxyFixOptionsError("plugin", `was called with ${kind}; ${remedy}`);
}
