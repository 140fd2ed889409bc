import type { RequestFacts } from "../resolution.js";
import type { Engine, ProxyFixRefusal } from "./engine.js";
import type { AdapterResolution, IncomingRequest, Original } from "./incoming-request.js";
import { changeHeaders } from "./incoming-headers.js";
import { NO_CHANGES, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";

/** The facts that an adapter resolves from. */
export type IncomingFacts = RequestFacts & { readonly headers: PlainHeaders };

/** What is kept of a request, once, for every adapter that sees it. */
export class RequestState {
  readonly #req: IncomingRequest;
  readonly #lines: readonly string[];
  #facts: IncomingFacts;
  #original: Original | undefined = undefined;
  /** The request target as it came, before any adapter put a prefix before it. */
  readonly target: string;
  /** How many header lines came, names and values counted. */
  readonly lineCount: number;
  /** What `rewriteHeaders` changed of the original headers. */
  rewritten: HeaderChanges = NO_CHANGES;
  /** What was written to the request so far: names, and what stood there before. */
  written: HeaderChanges = NO_CHANGES;
  engine: Engine | undefined = undefined;
  resolution: AdapterResolution | undefined = undefined;
  /** What was judged ahead of time, nothing written yet. */
  verdict: Verdict | undefined = undefined;
  /** Whether some `originalUrl` shows a prefix by now. */
  isPrefixed = false;

  constructor(req: IncomingRequest, target: string, facts: IncomingFacts) {
    this.#req = req;
    this.#lines = req.rawHeaders;
    this.#facts = facts;
    this.target = target;
    this.lineCount = req.rawHeaders.length;
  }

  /** The facts to resolve from: the original ones, or what `rewriteHeaders` made of them. */
  get facts(): IncomingFacts {
    if (this.written.length > 0) this.#keepOriginal();
    return this.#facts;
  }

  /** What the request was before any adapter touched it. Made when it is asked for: of most requests nobody does. */
  get original(): Original {
    return this.#keepOriginal();
  }

  /** Whether the headers are still the original ones, and nobody else holds them as such. */
  get isUntouched(): boolean {
    return this.#original === undefined && this.written.length === 0 && this.#facts.headers === this.#req.headers;
  }

  #keepOriginal(): Original {
    if (this.#original !== undefined) return this.#original;
    const facts = this.#facts;
    const { headers: present } = this.#req;
    // Until now everything was written over in place; what stood there was kept.
    const headers = this.written.length === 0 ? present : changeHeaders(present, this.written);
    if (facts.headers === present) this.#facts = { ...facts, headers };
    this.#original = {
      peerAddress: facts.peerAddress,
      host: (headers[":authority"] ?? headers["host"]) as string | undefined,
      proto: facts.encrypted === true ? "https" : "http",
      prefix: "",
      headers,
      rawHeaders: this.#lines,
    };
    return this.#original;
  }

  /** Sees to it that the request's headers and lines can be written to without changing what is kept of them. */
  detachOriginal(): void {
    const original = this.#keepOriginal() as { -readonly [Key in keyof Original]: Original[Key] };
    const { headers, rawHeaders } = this.#req;
    if (original.rawHeaders === rawHeaders) original.rawHeaders = [...rawHeaders];
    if (original.headers === headers) original.headers = { ...headers };
    if (this.#facts.headers === headers) this.rewriteFacts(original.headers);
  }

  /** Has other headers resolved from now on. */
  rewriteFacts(headers: PlainHeaders): void {
    this.#facts = { ...this.#facts, headers };
  }
}

/** How options judge a request. */
export interface Verdict {
  readonly engine: Engine;
  readonly resolution: AdapterResolution;
  readonly refusal: ProxyFixRefusal | undefined;
}

// A registered symbol: two copies of this package in one process must not take each other's headers for a client's.
const STATE: unique symbol = Symbol.for("proxyfix.request");

interface Holder {
  readonly _readableState?: unknown;
  [STATE]?: RequestState;
}

/**
 * Where the state of a request is kept: with the state of the stream that it is, which every framework leaves in place.
 * An own property of a request whose prototype was exchanged, as Express does, makes each access to it slower, and what
 * a WeakMap holds costs the garbage collector 2 to 3 µs a request.
 */
function findHolder(req: object): Holder {
  const stream = (req as Holder)._readableState;
  return typeof stream === "object" && stream !== null ? stream : req;
}

/** Finds what is kept of a request, whatever became of its prototype since. */
export function findState(req: object): RequestState | undefined {
  return findHolder(req)[STATE];
}

/** Keeps what is known of a request. */
export function keepState(req: object, state: RequestState): void {
  findHolder(req)[STATE] = state;
}
