import type { RequestFacts } from "../resolution.js";

/** One request to the application: what was sent, and what arrived. JSON. */
export interface Observation {
  readonly sent: SentRequest;
  readonly arrived: ArrivedRequest | RefusedRequest | FailedRequest | CachedRequest;
  /** Headers of the answer, as far as the sender could read them. */
  readonly answered?: { readonly server?: string; readonly via?: string };
}

/** A request as it was sent. */
export interface SentRequest {
  /** The whole URL, with the query. */
  readonly url: string;
  /** The headers that the sender forged; none is a plain visit. The same name twice is two lines. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The visitor's true address, typed or confirmed. */
  readonly address?: string;
  /** Any label of the visitor: another one is another person on another network. */
  readonly visitor?: string;
  /** The `http:` URL was opened and led back to `https:`. */
  readonly httpRedirects?: true;
}

/** A request as the application received it. */
export interface ArrivedRequest {
  /** The facts before any header is believed, as an adapter reads them. */
  readonly facts: RequestFacts;
  /** The path and the query as the router saw them. */
  readonly path: string;
  /** Names and values in turn, as received; they contain several lines of one name. */
  readonly rawHeaders: readonly string[];
  /** The request came as variables of a gateway (CGI, FastCGI, SCGI, uwsgi). */
  readonly gateway?: true;
}

/** A request that was refused on its way. */
export interface RefusedRequest {
  readonly status: number;
}

/** A request that got no answer, with the reason. */
export interface FailedRequest {
  readonly failed: string;
}

/** A request that a cache answered: it is evidence of nothing. */
export interface CachedRequest {
  readonly cached: true;
}
