import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { isFalse, isTrue } from "../trust/predicate.js";
import { checkRewrite } from "./pipe.js";
import type { Condition, Rewrite } from "./rewrite.js";

/**
 * Applies a rewrite if a condition holds, and changes nothing otherwise.
 *
 * A condition that throws, or returns anything but `true`, does not hold.
 *
 * @param condition - {@link peerIn}, {@link not}, or a function of your own
 * @param rewrite - the change if it holds
 * @throws {ProxyFixOptionsError} if one of them is no function
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
 * Negates a condition: holds if the other one returns `false`.
 *
 * If a condition throws or returns no boolean, neither it nor its negation holds.
 *
 * @param condition - the condition to negate
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
