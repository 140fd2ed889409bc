import { ProxyFixRefusal, type RefusalStatus } from "../errors.js";
import type { CompiledOptions } from "../options/compile-options.js";
import { createIssues, UNTRUSTED_PEER } from "../options/issues.js";
import type { Issue, RequestFacts } from "../resolution.js";
import { isFalse } from "../trust/predicate.js";
import { BELIEVED, type BelievedResolution } from "./believed-resolution.js";
import { resolveConnection } from "./connection.js";

/**
 * Refuses a request with an issue that `strict` does not accept.
 *
 * @throws {ProxyFixRefusal} with status 403 for an untrusted peer, which wins, else 400
 */
export function refuseIssues({ strict }: CompiledOptions, facts: RequestFacts, { issues }: BelievedResolution): void {
  if (strict === false || issues.length === 0) return;
  // A function that throws, or returns anything but false, refuses: a guard that fails must fail shut.
  const isRefused = (issue: Issue): boolean => strict === true || !isFalse(() => strict(issue, facts));
  const refused = issues.filter(isRefused);
  if (refused.length > 0) throw createRefusal(refused.includes(UNTRUSTED_PEER) ? 403 : 400, issues, facts);
}

/**
 * Refuses a request for a host that is not one of `allowedHosts`.
 *
 * @throws {ProxyFixRefusal} with status 400
 */
export function refuseHost(options: CompiledOptions, facts: RequestFacts, resolution: BelievedResolution): void {
  if (options.isAllowedHost === undefined || options.isAllowedHost(resolution.hostname)) return;
  const believed = options.forwarded > 0 ? "forwarded" : options.names.host;
  const header = resolution.isBelieved(BELIEVED.host) ? believed : "host";
  throw createRefusal(400, [...resolution.issues, createIssues(header)["host-not-allowed"]], facts);
}

/** Creates the refusal of a request; it contains the facts of the connection alone. */
export function createRefusal(status: RefusalStatus, issues: readonly Issue[], facts: RequestFacts): ProxyFixRefusal {
  const resolution = resolveConnection(facts);
  resolution.issues = issues;
  return new ProxyFixRefusal(status, issues, resolution);
}
