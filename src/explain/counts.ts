import { findElementStart } from "../grammar/forwarded.js";
import { findItemStart } from "../grammar/list.js";
import type { CompiledOptions } from "../options/compile-options.js";
import { readHeader } from "../options/read-header.js";
import type { Fact } from "../resolution.js";
import { countEntries } from "./facts/entries.js";
import type { CountOption, CountOutcome, ExplainedFact, Explanation } from "./explanation.js";
import { explainFact } from "./facts/explain-fact.js";
import { runWithCount, type Run } from "./facts/run.js";

/** The most counts that are tried; the count of the options is tried beside them. */
const MOST_COUNTS = 8;

/** An option that counts values, the fact that it gives, and its header. */
interface Counted {
  readonly option: CountOption;
  readonly fact: Fact;
  readonly header: string;
}

/** Explains the other counts: the result of each, by a run of the resolver. */
export function explainCounts(run: Run): Explanation["counts"] {
  if (run.walk.depth === 0) return {};
  const outcomes = listCounted(run.options).map((counted) => [counted.option, listOutcomes(counted, run)] as const);
  return Object.fromEntries(outcomes.filter(([, rows]) => rows.length > 0));
}

/** Lists the options that can be set beside the others. */
function listCounted({ forwarded, names, clientAddressHeader: single }: CompiledOptions): readonly Counted[] {
  const beside: readonly Counted[] = [
    { option: "xPort", fact: "port", header: names.port },
    { option: "xPrefix", fact: "prefix", header: names.prefix },
  ];
  if (forwarded > 0) return [...beside, { option: "forwarded", fact: "address", header: "forwarded" }];
  const xFor = { option: "xFor", fact: "address", header: names.for } as const;
  return [
    ...(single !== undefined && single.from === undefined ? [] : [xFor]),
    { option: "xProto", fact: "proto", header: names.proto },
    { option: "xHost", fact: "host", header: names.host },
    ...beside,
  ];
}

function listOutcomes({ option, fact, header }: Counted, run: Run): readonly CountOutcome[] {
  const text = readHeader(run.facts.headers, header);
  if (text === undefined) return [];
  const chosen = run.options[option];
  const findStart = option === "forwarded" ? findElementStart : findItemStart;
  const most = countEntries(text, findStart, MOST_COUNTS);
  const counts = Array.from({ length: most + 1 }, (_, count) => count).slice(option === "forwarded" ? 1 : 0);
  if (chosen > most && chosen !== Infinity) counts.push(chosen);
  return counts.map((count) => {
    const isChosen = count === chosen;
    const outcome = explainFact(fact, isChosen ? run : runWithCount(run, option, count));
    const issue = findIssue(outcome, header);
    return { count, value: outcome.value, ...(issue && { issue }), ...(isChosen && { chosen: true }) };
  });
}

/** A port may come from another header, so that the obstacle of its own is the issue; an address may come from either. */
function findIssue({ source, instead }: ExplainedFact, header: string): CountOutcome["issue"] {
  const isBelieved = source !== undefined && "header" in source && instead?.header !== header;
  return isBelieved || instead?.reason === "disabled" ? undefined : instead?.reason;
}
