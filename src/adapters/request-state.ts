import type { Resolution } from "../resolution.js";
import type { Engine, ProxyFixRefusal } from "./engine.js";
import type { AdapterResolution, IncomingRequest, Original } from "./incoming-request.js";
import { mayHaveLostLines, readFacts, readHeaders, type IncomingFacts } from "./incoming-facts.js";
import { changeHeaders, overwriteHeaders, putBackLines } from "./incoming-headers.js";
import { forgetLinesByName } from "./lines-by-name.js";
import { findStandardLines, standardLines, takeStandardHeaders, type StandardHeaders } from "./standard-headers.js";
import { listOverwritten, overwriteStandard } from "./standard-writing.js";
import { NO_CHANGES, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";

/** What is kept of a request, once, for every adapter that sees it. */
export class RequestState {
  readonly req: IncomingRequest;
  /** The headers and lines as they came, but for what was written over. */
  readonly headers: PlainHeaders;
  readonly lines: string[];
  /** Where Host and X-Forwarded-For have their lines, where that was looked for. */
  readonly hostLine: number;
  readonly forLine: number;
  /** What the facts hold in place of all headers, until somebody asks for those. */
  #standard: StandardHeaders | undefined;
  /** Which of them were written over. */
  #overwritten = 0;
  #facts: IncomingFacts;
  #original: Original | undefined = undefined;
  /** The request target as it came, before any adapter put a prefix before it. */
  readonly target: string;
  /** Whether header lines may have been dropped before anybody saw the request. */
  readonly hasLostLines: boolean;
  /** What `rewriteHeaders` changed of the original headers. */
  rewritten: HeaderChanges = NO_CHANGES;
  #written: HeaderChanges = NO_CHANGES;
  engine: Engine | undefined = undefined;
  resolution: AdapterResolution | undefined = undefined;
  /** What was judged ahead of time, nothing written yet. */
  ahead: { readonly engine: Engine; readonly verdict: Verdict } | undefined = undefined;
  /** Whether some `originalUrl` shows a prefix by now. */
  isPrefixed = false;
  /** Whether the request has an own property `proxyFix`. */
  isShown = false;

  /** @param readsStandard - whether the options that come first read no headers but the standard ones */
  constructor(req: IncomingRequest, target: string, readsStandard: boolean) {
    // Each property of the request is looked at once: on Express each look costs 0.1 to 0.3 µs.
    const { socket, headers, rawHeaders } = req;
    this.req = req;
    this.target = target;
    this.hasLostLines = mayHaveLostLines(req, socket, rawHeaders.length);
    this.headers = headers;
    this.lines = rawHeaders;
    const isStandard = readsStandard && findStandardLines(headers, rawHeaders);
    this.hostLine = isStandard ? standardLines[0]! : -1;
    this.forLine = isStandard ? standardLines[1]! : -1;
    this.#standard = isStandard ? takeStandardHeaders(rawHeaders) : undefined;
    this.#facts = readFacts(socket, this.#standard ?? readHeaders(headers, rawHeaders));
  }

  /** The facts to resolve from, with all headers: the original ones, or what `rewriteHeaders` made of them. */
  get facts(): IncomingFacts {
    if (this.written.length > 0) this.#keepOriginal();
    return this.#facts;
  }

  /** The same for the options that a new state was made for: with no headers but those that they read. */
  get factsAtStart(): IncomingFacts {
    return this.#facts;
  }

  /** What was written to the request so far: names, and what stood there before. */
  get written(): HeaderChanges {
    this.#completeFacts();
    return this.#written;
  }

  set written(changes: HeaderChanges) {
    this.#written = changes;
  }

  #completeFacts(): void {
    const standard = this.#standard;
    if (standard === undefined) return;
    this.#standard = undefined;
    this.#facts = { ...this.#facts, headers: this.headers };
    if (this.#overwritten > 0) this.#written = listOverwritten(standard, this.#overwritten);
  }

  /** What the request was before any adapter touched it. Made when it is asked for: of most requests nobody does. */
  get original(): Original {
    return this.#keepOriginal();
  }

  /**
   * Verifies the standard headers in place, where the request has no others that claim something, and nobody can have touched
   * them: a third cheaper, resolving included, than to look through all headers.
   *
   * @returns false where that cannot be done, and nothing was written
   */
  verifyStandard(engine: Engine, resolution: Resolution): boolean {
    const { standardClaims } = engine;
    if (this.#standard === undefined) return false;
    if (standardClaims === undefined) return true;
    const overwritten = overwriteStandard(this, this.#standard, standardClaims, engine, resolution);
    if (overwritten < 0) return false;
    this.#overwritten = overwritten;
    if (overwritten > 0) forgetLinesByName(this.req, true);
    return true;
  }

  /**
   * Writes over headers and lines in place, and keeps what stood there, for as long as nobody can have touched them: 0.5 µs
   * cheaper than to replace them, and up to 2 µs on Express, whose request is not even looked at for it.
   *
   * @returns false where that cannot be done, and nothing was written
   */
  overwrite(changes: HeaderChanges): boolean {
    if (this.#facts.headers !== this.headers) return false;
    const before = overwriteHeaders(this.headers, this.lines, changes);
    if (before === undefined) return false;
    this.written = before;
    forgetLinesByName(this.req, true);
    return true;
  }

  #keepOriginal(): Original {
    this.#completeFacts();
    if (this.#original !== undefined) return this.#original;
    const facts = this.#facts;
    // Those that came and were written over: an application may have given the request others since.
    const isOverwritten = this.written.length > 0;
    const headers = isOverwritten ? changeHeaders(this.headers, this.written) : this.headers;
    const rawHeaders = isOverwritten ? [...this.lines] : this.lines;
    putBackLines(rawHeaders, this.written);
    if (facts.headers === this.headers) this.#facts = { ...facts, headers };
    this.#original = {
      peerAddress: facts.peerAddress,
      host: (headers[":authority"] ?? headers["host"]) as string | undefined,
      proto: facts.encrypted === true ? "https" : "http",
      prefix: "",
      headers,
      rawHeaders,
    };
    return this.#original;
  }

  /** Sees to it that the request's headers and lines can be written to without changing what is kept of them. */
  detachOriginal(): void {
    const original = this.#keepOriginal() as { -readonly [Key in keyof Original]: Original[Key] };
    const { headers, rawHeaders } = this.req;
    if (original.rawHeaders === rawHeaders) original.rawHeaders = [...rawHeaders];
    if (original.headers === headers) original.headers = { ...headers };
    if (this.#facts.headers === headers) this.rewriteFacts(original.headers);
  }

  /** Has other headers resolved from now on. */
  rewriteFacts(headers: PlainHeaders): void {
    this.#facts = { ...this.facts, headers };
  }
}

/** What is kept of a request that was resolved. */
export type ResolvedState = RequestState & { readonly resolution: AdapterResolution };

export function isResolved(state: RequestState): state is ResolvedState {
  return state.resolution !== undefined;
}

/** How options judge a request. */
export type Verdict = AdapterResolution | ProxyFixRefusal;

// A registered symbol: two copies of this package in one process must not take each other's headers for a client's.
const STATE: unique symbol = Symbol.for("proxyfix.request");

/** What a state is kept on. */
export interface Holder {
  [STATE]?: RequestState;
}

/**
 * Where the state of a request is kept: with the state of the stream that it is, which every framework leaves in place.
 * An own property of a request whose prototype was exchanged, as Express does, makes each access to it slower, and what
 * a WeakMap holds costs the garbage collector 2 to 3 µs a request.
 */
export function findHolder(req: object): Holder {
  // oxlint-disable-next-line no-underscore-dangle -- Node's name, which packages have read ever since
  const stream = (req as { readonly _readableState?: unknown })._readableState;
  return typeof stream === "object" && stream !== null ? stream : req;
}

export function readState(holder: Holder): RequestState | undefined {
  return holder[STATE];
}

export function keepState(holder: Holder, state: RequestState): void {
  holder[STATE] = state;
}

/** Finds what is kept of a request, whatever became of its prototype since. */
export function findState(req: object): RequestState | undefined {
  return readState(findHolder(req));
}
