import { BELIEVED } from "../resolve/believed-resolution.js";
import { countBelieved, findClientEnd, TOO_SHORT } from "../resolve/trusted-walk.js";
import { findListObstacle } from "./facts/address.js";
import type { Entry } from "./facts/entries.js";
import type { Hop, HopReason } from "./explanation.js";
import type { AddressList, Run } from "./facts/run.js";

/** What became of one entry of the list of addresses. */
export type Judgement = Pick<Hop, "role" | "verdict" | "reason">;

const UNTRUSTED: Judgement = { role: "claim", verdict: "untrusted", reason: "untrusted-peer" };
const DISABLED: Judgement = { role: "claim", verdict: "ignored", reason: "disabled" };
const SHORT: Judgement = { role: "claim", verdict: "unsettled", reason: "short-chain" };
const UNBALANCED_QUOTES: Judgement = { role: "claim", verdict: "unreadable", reason: "unbalanced" };

/**
 * Creates a function that judges the entries of a list, nearest first, by the result of the resolver.
 *
 * @param list - with a text
 */
export function createJudge(run: Run, list: AddressList): (entry: Entry) => Judgement {
  const { options, walk, resolution } = run;
  if (walk.depth === 0) return () => UNTRUSTED;
  if (list.count === 0) return () => DISABLED;
  if (findClientEnd(list.chain, list.text!, walk, list.count) === TOO_SHORT) return () => SHORT;
  const client = countBelieved(walk, list.count);
  const proxy = createProxy(options.walk === undefined ? "counted" : "trusted-hop");
  const { reason, beyond } = findStop(run);
  const atClient: Judgement = resolution.isBelieved(BELIEVED.for)
    ? { role: "client", verdict: "believed", reason }
    : { role: "claim", verdict: "unreadable", reason: findFault(run) };
  return ({ place, isBalanced }) => {
    if (place > client) return createIgnored(beyond);
    if (!isBalanced) return UNBALANCED_QUOTES;
    return place === client ? atClient : proxy;
  };
}

/** Finds why the counted entry contains no address. */
function findFault(run: Run): HopReason {
  const obstacle = findListObstacle(run);
  return obstacle === "empty" || obstacle === "unidentified" ? obstacle : "invalid";
}

/** Creates a function that judges the entries behind which a clientAddressHeader is read: those that the walk crossed. */
export function createCrossedJudge(run: Run, list: AddressList): (entry: Entry) => Judgement {
  if (list.count === 0) return () => DISABLED;
  const crossed = createProxy("trusted-hop");
  const ignored = createIgnored(findStop(run).beyond);
  return ({ place }) => (place < run.walk.depth ? crossed : ignored);
}

function createProxy(reason: HopReason): Judgement {
  return { role: "proxy", verdict: "believed", reason };
}

function createIgnored(reason: HopReason): Judgement {
  return { role: "claim", verdict: "ignored", reason };
}

/** Why the client's entry is the client's, and why the entries to its left are not read. */
interface Stop {
  readonly reason: HopReason;
  readonly beyond: HopReason;
}

/** Finds why the resolver stopped at the client's entry. Without a walk, depth is Infinity: the count was exact. */
function findStop({ options, walk: { depth, stated, hop } }: Run): Stop {
  const counted = { reason: "counted", beyond: "beyond-count" } as const;
  // The walk met an address that is not trusted, unless it ended before it looked at this entry.
  if (depth === hop) return hop < options.maxHops ? { reason: "first-untrusted", beyond: "beyond-trusted" } : counted;
  // It trusted this entry too: fewer statements than trusted proxies means that the list ends here.
  return stated < depth ? { ...counted, reason: "end-of-list" } : counted;
}
