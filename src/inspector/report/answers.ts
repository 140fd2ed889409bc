import type { Observation, Recommendation, RecommendedOptions } from "../../recommend/index.js";

/** What the visitor of the page has answered so far. */
export interface Answers {
  /** The visitor's own address, typed or confirmed; left out if it is not. */
  readonly address?: string;
  /** The visitor does not know it, or the proxies are wrong: the page asks for it. */
  readonly isAddressDenied?: true;
  /** Which of the choices of trustedPeers is right, from 0; left out if none is chosen. */
  readonly peers?: number;
  /** The names of the application, if others are to be refused. */
  readonly allowedHosts?: readonly string[];
  /** Requests that skip the proxies are to be refused. */
  readonly strict?: true;
  /** The scheme at which the browser ended after the http address was opened; left out if it was not. */
  readonly httpEnd?: "http" | "https";
  /** The id of the framework for which the code is shown. */
  readonly framework: string;
}

/** Options as they are pasted: those recommended, with the visitor's answers. */
export type AnsweredOptions = RecommendedOptions & { readonly allowedHosts?: readonly string[] };

/** Adds the visitor's address to observations. */
export function addAddress(observations: readonly Observation[], address: string | undefined): readonly Observation[] {
  if (address === undefined) return observations;
  return observations.map(({ sent, ...rest }) => ({ sent: { ...sent, address }, ...rest }));
}

/** Adds the visitor's answers to the recommended options; undefined if there are none. */
export function applyAnswers(
  { options, choices }: Pick<Recommendation, "options" | "choices">,
  { peers, allowedHosts, strict }: Answers,
): AnsweredOptions | undefined {
  if (options === undefined) return undefined;
  const chosen = peers === undefined ? undefined : choices.trustedPeers?.[peers]?.value;
  return {
    ...options,
    ...(typeof chosen === "string" && { trustedPeers: splitEntries(chosen) }),
    ...(strict === true && { strict }),
    ...(allowedHosts !== undefined && allowedHosts.length > 0 && { allowedHosts }),
  };
}

/** A single entry stays a text, as people write it. */
function splitEntries(value: string): string | readonly string[] {
  const entries = value.split(", ");
  return entries.length === 1 ? value : entries;
}
