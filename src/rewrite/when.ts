import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isFalse, isTrue } from "../trust/predicate.js";
import { checkRewrite } from "./pipe.js";
import type { Condition, Rewrite } from "./rewrite.js";

/**
 * Applies a rewrite where a condition holds, and changes nothing elsewhere.
 *
 * A condition that throws, or gives anything but `true`, does not hold.
 *
 * @param condition - {@link peerIn}, {@link not}, or a function of one's own
 * @param rewrite - what to do where it holds
 * @throws {ProxyFixOptionsError} if one of the two is no function
 * @example
 * when(peerIn("10.0.0.0/8"), set("x-forwarded-proto", "https"))({}, { peerAddress: "10.0.0.1" })
 * // { "x-forwarded-proto": "https" }
 */
export function when(condition: Condition, rewrite: Rewrite): Rewrite {
  checkCondition(condition, "when");
  checkRewrite(rewrite, "when");
  return (headers, facts) => (isTrue(() => condition(headers, facts)) ? rewrite(headers, facts) : headers);
}

/**
 * Turns a condition round: holds where the other gives `false`.
 *
 * A condition that throws, or gives no boolean, holds neither plainly nor turned round.
 *
 * @param condition - the condition to turn round
 * @throws {ProxyFixOptionsError} if it is no function
 * @example
 * when(not(peerIn("10.0.0.0/8")), remove("x-forwarded-*"))({ "x-forwarded-for": "192.0.2.1" }, { peerAddress: "192.0.2.9" })
 * // {}
 */
export function not(condition: Condition): Condition {
  checkCondition(condition, "not");
  return (headers, facts) => isFalse(() => condition(headers, facts));
}

function checkCondition(condition: unknown, part: string): void {
  if (typeof condition === "function") return;
  throw new ProxyFixOptionsError(
    part,
    `got ${describeValue(condition)}; expected a condition, such as peerIn("10.0.0.0/8")`,
  );
}
