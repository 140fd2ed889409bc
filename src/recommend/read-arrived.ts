import { isArrivedRequest } from "./is-arrived-request.js";
import type { RequestFacts } from "../resolution.js";
import type { Observation } from "./observation.js";

/** The answer to a request, or the reason why there is none. */
export type ProbeAnswer =
  | {
      readonly status: number;
      readonly location?: string;
      readonly server?: string;
      readonly via?: string;
      /** Undefined if it is larger than an answer may be. */
      readonly body: string | undefined;
    }
  | { readonly failed: string };

/**
 * Reads from an answer how the request arrived.
 *
 * @param mark - the end of the query that was sent; an answer to another request does not have it
 */
export function readArrived(answer: ProbeAnswer, mark: string): Observation["arrived"] {
  if ("failed" in answer) return { failed: answer.failed };
  if (answer.status !== 200) return { status: answer.status };
  if (answer.body === undefined) return { failed: "the answer is too large" };
  const body = parseJson(answer.body);
  if (!isArrivedRequest(body)) return { failed: "the answer is no JSON of a request" };
  if (!body.path.endsWith(mark)) return { cached: true };
  const { facts, path, rawHeaders, gateway } = body;
  return { facts: pickFacts(facts), path, rawHeaders, ...(gateway === true && { gateway }) };
}

/** Picks the known fields: an answer may contain others, of any depth. */
function pickFacts({ headers, peerAddress, peerPort, encrypted, authority, prefix }: RequestFacts): RequestFacts {
  const facts = { headers, peerAddress, peerPort, encrypted, authority, prefix };
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as unknown as RequestFacts;
}

/** Parses JSON; undefined if it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
