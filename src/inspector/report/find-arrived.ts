import type { ArrivedRequest, Observation } from "../../recommend/index.js";

/** An observation that arrived. */
export interface ArrivedObservation extends Observation {
  readonly arrived: ArrivedRequest;
}

/** Returns whether a request arrived. */
export function hasArrived(observation: Observation): observation is ArrivedObservation {
  return "facts" in observation.arrived;
}

/** Lists the forged headers of an observation. */
export function listSent({ sent }: Observation): NonNullable<Observation["sent"]["headers"]> {
  return sent.headers ?? [];
}

/** Finds the first plain visit that arrived. */
export function findPlain(observations: readonly Observation[]): ArrivedObservation | undefined {
  return observations.filter(hasArrived).find((observation) => listSent(observation).length === 0);
}

/** Finds the request that forged one header and no other, arrived or not. */
export function findAlone(observations: readonly Observation[], header: string): Observation | undefined {
  return observations.find((observation) => {
    const [first, ...others] = listSent(observation);
    return first !== undefined && others.length === 0 && first[0] === header && first[1] !== "";
  });
}

/** Finds the request with the most forged headers that arrived: that with all of them, unless it was refused. */
export function findCombined(observations: readonly Observation[]): ArrivedObservation | undefined {
  const forged = observations.filter(hasArrived).filter((observation) => listSent(observation).length > 1);
  const [first] = forged.toSorted((left, right) => listSent(right).length - listSent(left).length);
  return first;
}
