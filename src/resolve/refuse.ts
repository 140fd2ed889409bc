import { ProxyFixRefusal, type RefusalStatus } from "../errors.js";
import type { CompiledOptions } from "../options/compile-options.js";
import { UNTRUSTED_PEER } from "../options/issues.js";
import type { Issue, RequestFacts } from "../resolution.js";
import { isFalse } from "../trust/predicate.js";
import { BELIEVED, BelievedResolution } from "./believed-resolution.js";
import { setPeer } from "./client.js";
import { HOST_ISSUES, setConnectionHost } from "./host.js";

/**
 * Refuses a request with an issue that `strict` does not accept (docs/reference/rules.md#r10-never).
 *
 * @throws {ProxyFixRefusal} with status 403 for an untrusted peer, which wins, else 400
 */
export function refuseIssues(
  strict: Exclude<CompiledOptions["strict"], false>,
  facts: RequestFacts,
  { issues }: BelievedResolution,
): void {
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
export function refuseHost(options: CompiledOptions, facts: RequestFacts, resolution: BelievedResolution): never {
  const believed = options.forwarded > 0 ? options.issues.forwarded : options.issues.host;
  const issues = resolution.isBelieved(BELIEVED.host) ? believed : HOST_ISSUES;
  throw createRefusal(400, [...resolution.issues, issues["host-not-allowed"]], facts);
}

/** Resolves a request by its connection alone: no forwarding header is read. */
export function resolveConnection(facts: RequestFacts): BelievedResolution {
  const resolution = new BelievedResolution(facts);
  setPeer(facts, resolution);
  setConnectionHost(facts, resolution);
  return resolution.finish();
}

/** Creates the refusal of a request; it contains the facts of the connection alone. */
export function createRefusal(status: RefusalStatus, issues: readonly Issue[], facts: RequestFacts): ProxyFixRefusal {
  const resolution = resolveConnection(facts);
  resolution.issues = issues;
  return new ProxyFixRefusal(status, issues, resolution);
}
