import { explain, type Explanation } from "../../explain/index.js";
import { recommend, type Observation, type Recommendation } from "../../recommend/index.js";
import { addAddress, applyAnswers, type AnsweredOptions, type Answers } from "./answers.js";
import { listFactRows, type FactRow } from "./fact-rows.js";
import { findAlone, findCombined, findPlain, hasArrived, listSent, type ArrivedObservation } from "./find-arrived.js";

/** Everything that the page shows after it has visited itself. */
export interface Report {
  /** The address of the page, without its fragment. */
  readonly url: string;
  readonly answers: Answers;
  readonly recommendation: Recommendation;
  /** Left out if the recommendation is declined. */
  readonly options?: AnsweredOptions;
  /** The address that the proxies name as long as nobody has confirmed one; null if there is none. */
  readonly inferred: string | null;
  readonly facts: readonly FactRow[];
  /** How many forged requests were sent, and how many of them arrived. */
  readonly forged: { readonly sent: number; readonly arrived: number };
  /** The end of each request that did not arrive: a status, or a reason. */
  readonly losses: readonly string[];
  /** The plain visit; left out if it did not arrive. */
  readonly plain?: ShownRequest;
  /** The forged request whose way is drawn; the plain visit if none arrived. */
  readonly drawn?: ShownRequest;
  /** The request with the most forged headers; left out if it did not arrive. */
  readonly combined?: ShownRequest;
}

/** A request with its explanation by the options, or by those that believe nothing. */
export interface ShownRequest {
  readonly observation: ArrivedObservation;
  readonly explanation: Explanation;
}

/**
 * Creates the report of what was observed and answered. A pure function: the same observations and answers give the same page.
 *
 * @param observed - as sent, without the visitor's address
 */
export function createReport(url: string, observed: readonly Observation[], answers: Answers): Report {
  const observations = addAddress(observed, answers.address);
  const recommendation = recommend(observations);
  const options = applyAnswers(recommendation, answers);
  const guess = answers.address === undefined ? recommendation : recommend(observed);
  const forged = observations.filter((observation) => listSent(observation).length > 0);
  const plain = findPlain(observations);
  const drawn = findDrawn(recommendation, observations) ?? plain;
  const combined = findCombined(observations);
  return {
    url,
    answers,
    recommendation,
    ...(options !== undefined && { options }),
    inferred: guess.facts.address.value === null ? null : String(guess.facts.address.value),
    facts: listFactRows(recommendation, observations),
    forged: { sent: forged.length, arrived: forged.filter(hasArrived).length },
    losses: listLosses(observations),
    ...(plain !== undefined && { plain: show(plain, options) }),
    ...(drawn !== undefined && { drawn: show(drawn, options) }),
    ...(combined !== undefined && { combined: show(combined, options) }),
  };
}

function show(observation: ArrivedObservation, options: AnsweredOptions | undefined): ShownRequest {
  // allowedHosts and strict refuse; the way of a request is the same without them.
  const { allowedHosts: _, strict: __, ...believed } = options ?? { xFor: 0, xProto: 0 };
  return { observation, explanation: explain(observation.arrived.facts, believed) };
}

/** Finds the request that forged the header of the address alone: its way shows the end of the forged value. */
function findDrawn(
  { facts, options }: Recommendation,
  observations: readonly Observation[],
): ArrivedObservation | undefined {
  const { source } = facts.address;
  const header = source === null || source === "connection" ? "x-forwarded-for" : source;
  const alone = findAlone(observations, header);
  // Declined: what arrives of a plain visit is the question.
  return options !== undefined && alone !== undefined && hasArrived(alone) ? alone : undefined;
}

function listLosses(observations: readonly Observation[]): readonly string[] {
  const reasons = observations.flatMap(({ arrived }) => {
    if ("status" in arrived) return [`status ${arrived.status}`];
    if ("failed" in arrived) return [arrived.failed];
    return "cached" in arrived ? ["the answer of a cache"] : [];
  });
  return [...new Set(reasons)];
}
