import { compileOptions } from "../options/compile-options.js";
import type { ProxyFixOptions } from "../options/options.js";
import { takeFacts } from "../options/read-header.js";
import type { RequestFacts } from "../resolution.js";
import { explainChain } from "./chain.js";
import { explainCounts } from "./counts.js";
import type { ExplainedResolution, Explanation } from "./explanation.js";
import { explainFact } from "./facts/explain-fact.js";
import { findForgeable } from "./forgeable.js";
import { explainGate } from "./peer.js";
import { findRefusal, runResolver, type Run } from "./facts/run.js";

/**
 * Explains how a request is resolved: who connected, which hops are believed and why, the source of each fact, the
 * result of every other count, and the facts that are forgeable. It reads back runs of the resolver itself.
 *
 * Use it to find out why a fact is missing or wrong; an application that serves requests needs {@link resolve} alone. A
 * trust function of the options is called several times.
 *
 * Security: the explanation contains text of the client (`text` of hops and sources). Escape it before you print it or
 * put it into a page.
 *
 * @param received - the headers of the request and its connection; the client controls the headers
 * @param options - which headers to believe, and from whom
 * @returns JSON: each missing value is null or left out. At most 8 claims and 8 other counts are listed
 * @throws {ProxyFixOptionsError} if an option is wrong; a request never makes it throw
 * @example
 * explain({ headers: { "x-forwarded-for": "203.0.113.7" }, peerAddress: "10.0.0.1" }, { trustedPeers: "10.0.0.1" })
 *   .facts.address.source; // { header: "x-forwarded-for", place: 1, line: 1, lines: 1, text: "203.0.113.7" }
 */
export function explain(received: RequestFacts, options: ProxyFixOptions = {}): Explanation {
  const compiled = compileOptions(options);
  const run = runResolver(compiled, takeFacts(received));
  const gate = explainGate(run);
  const chain = explainChain(run, gate);
  const facts = {
    address: explainFact("address", run),
    proto: explainFact("proto", run),
    host: explainFact("host", run),
    port: explainFact("port", run),
    prefix: explainFact("prefix", run),
  };
  return {
    resolution: toJson(run),
    refusal: findRefusal(compiled, received),
    gate,
    chain,
    facts,
    counts: explainCounts(run),
    forgeable: findForgeable({ run, options: compiled, gate, chain, facts }),
  };
}

/** Returns the ten facts as JSON. */
function toJson({ resolution }: Run): ExplainedResolution {
  const facts = resolution.toJSON();
  const { clientAddress, clientPort, host, hostname, origin, addresses, issues } = facts;
  return {
    ...facts,
    clientAddress: clientAddress ?? null,
    clientPort: clientPort ?? null,
    addresses: [...addresses],
    host: host ?? null,
    hostname: hostname ?? null,
    origin: origin ?? null,
    issues: issues.map((issue) => ({ ...issue })),
  };
}
