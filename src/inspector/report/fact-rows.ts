import { readHeader } from "../../options/read-header.js";
import type { Observation, Recommendation } from "../../recommend/index.js";
import type { Fact } from "../../resolution.js";
import { findAlone, hasArrived } from "./find-arrived.js";

/** One fact, with the header that was forged for it, and its end. */
export interface FactRow {
  readonly fact: Fact;
  /** Null if it is not told. */
  readonly value: string | number | null;
  /** The believed header in lower case, `"connection"`, or null if the fact is not told. */
  readonly source: string | null;
  /** The forged header and its value; left out if none was sent. */
  readonly forged?: { readonly header: string; readonly text: string };
  readonly outcome: Outcome;
  /** The answer's status, if it was refused. */
  readonly status?: number;
}

/**
 * The end of a forged value: `passes` arrives as the client wrote it, and no option believes its header; `pushed` stands
 * further left than the believed value; `overwritten` was replaced or removed; `refused` did not arrive; `untried` was not sent.
 */
export type Outcome = "passes" | "pushed" | "overwritten" | "removed" | "refused" | "untried";

const FACTS: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];

/** The header that is forged for a fact that no header tells. */
const USUAL: Readonly<Record<Fact, string>> = {
  address: "x-forwarded-for",
  proto: "x-forwarded-proto",
  host: "x-forwarded-host",
  port: "x-forwarded-port",
  prefix: "x-forwarded-prefix",
};

/** Lists the facts of a recommendation with the end of the value that was forged for each. */
export function listFactRows({ facts }: Recommendation, observations: readonly Observation[]): readonly FactRow[] {
  return FACTS.map((fact) => {
    const { value, source } = facts[fact];
    const isOwn =
      source !== null && source !== "connection" && (fact !== "port" || !facts.host.source?.includes(source));
    const header = isOwn ? source : USUAL[fact];
    const observation = findAlone(observations, header);
    const text = observation?.sent.headers?.[0]?.[1];
    if (observation === undefined || text === undefined) return { fact, value, source, outcome: "untried" };
    return { fact, value, source, forged: { header, text }, ...findOutcome(observation, source) };
  });
}

function findOutcome(observation: Observation, source: string | null): Pick<FactRow, "outcome" | "status"> {
  const [header = "", text = ""] = observation.sent.headers?.[0] ?? [];
  if (!hasArrived(observation)) {
    const { arrived } = observation;
    return "status" in arrived ? { outcome: "refused", status: arrived.status } : { outcome: "refused" };
  }
  const received = readHeader(observation.arrived.facts.headers, header);
  if (received === undefined) return { outcome: "removed" };
  const values = received.split(",").map((value) => value.trim());
  if (!values.includes(text)) return { outcome: "overwritten" };
  return { outcome: source === header ? "pushed" : "passes" };
}
