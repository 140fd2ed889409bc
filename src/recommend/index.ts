import { assemble, FACTS, type Assembly } from "./assemble.js";
import { describeDecline, listFixes, listGuards } from "./advice.js";
import { createChecks, findVerdict } from "./checks.js";
import { describeFacts } from "./describe-facts.js";
import { inferAddresses } from "./infer-address.js";
import type { Observation } from "./observation.js";
import { listPeerChoices, readPeers } from "./peers.js";
import { findPlan } from "./plan.js";
import { recognizeProxy } from "./recognize-proxy.js";
import type { DeclineCode, Recommendation } from "./recommendation.js";
import { isPlain, readVisits, type Visit } from "./visit.js";

export type {
  ArrivedRequest,
  CachedRequest,
  FailedRequest,
  Observation,
  RefusedRequest,
  SentRequest,
} from "./observation.js";
export type {
  Check,
  CheckCode,
  DeclineCode,
  Fix,
  Safeguard,
  PeerChoice,
  Recommendation,
  RecommendedFact,
  RecommendedOptions,
  RecognizedProxy,
} from "./recommendation.js";

/**
 * Finds the options for the proxies in front of an application, from requests whose true facts are known.
 *
 * Each candidate resolves every observation: one that does not give the truth each time is discarded, so that no value is
 * believed that the observations show to be forgeable. A pure function; the result is JSON.
 *
 * Security: only `verdict: "sure"` means that nothing was left to try. Read `untold` and the open checks of the others.
 *
 * @param observations - plain visits and forged ones, in the order in which they were sent; {@link Observation}
 * @returns the options with a verdict, or the reason why there are none; see {@link Recommendation}
 */
export function recommend(observations: readonly Observation[]): Recommendation {
  const received = readVisits(observations);
  if (!received.some(isPlain)) return decline("no-visit", observations, received);
  const inference = inferAddresses(received);
  if ("declined" in inference) return decline(inference.declined, observations, received);
  const { visits, confirmation } = inference;
  if (!visits.some((visit) => isPlain(visit) && visit.truth.address !== undefined)) {
    return decline("no-visit", observations, visits);
  }
  const plan = findPlan(visits);
  const assembly = plan === undefined ? undefined : assemble(plan, visits);
  if (plan === undefined || assembly === undefined) return decline("address-untold", observations, visits);
  const { options } = assembly;
  const checks = createChecks({ observations, visits, options, confirmation, isOnProxy: plan.isOnProxy });
  return { verdict: findVerdict(checks), options, checks, ...describe(assembly, observations, visits) };
}

/** Describes everything that depends on the facts told. */
function describe(
  { options, told }: Assembly,
  observations: readonly Observation[],
  visits: readonly Visit[],
): Omit<Recommendation, "verdict" | "options" | "checks"> {
  const untold = FACTS.filter((fact) => !told.includes(fact));
  const proxy = recognizeProxy(observations, visits);
  const { trustedPeers, remote } = readPeers(visits);
  const facts = describeFacts(options, told, observations, visits);
  // If the address is the connection's, the peers are the visitors.
  const mustChoose =
    trustedPeers === undefined && options.trustedProxies === undefined && facts.address.source !== "connection";
  return {
    untold,
    facts,
    choices: mustChoose ? { trustedPeers: listPeerChoices(remote) } : {},
    guards: listGuards(options, visits),
    fixes: listFixes(untold, visits, proxy.page),
    proxy,
  };
}

function decline(code: DeclineCode, observations: readonly Observation[], visits: readonly Visit[]): Recommendation {
  const proxy = recognizeProxy(observations, visits);
  return {
    verdict: "declined",
    declined: { code, text: describeDecline(code) },
    untold: FACTS,
    facts: describeFacts({}, [], observations, visits),
    checks: [],
    choices: {},
    guards: [],
    fixes: code === "address-untold" ? listFixes(["address"], visits, proxy.page) : [],
    proxy,
  };
}
