import type { Resolution } from "../resolution.js";
import type { Rewrite } from "../rewrite/index.js";
import {
  countClaimingLines,
  findClaimingLines,
  findStandardLine,
  PLACES,
  takeClaimingLines,
  type ClaimingLines,
} from "./claiming-lines.js";
import { holdOriginal, type Engine } from "./engine.js";
import type { AdapterResolution, IncomingRequest, Original } from "./incoming-request.js";
import { describeOriginal, mayHaveLostLines, readFacts, readHeaders, type IncomingFacts } from "./incoming-facts.js";
import { copyHeaders, readLines, replaceShown } from "./incoming-headers.js";
import { forgetLinesByName } from "./lines-by-name.js";
import { remembersPeer, type PeerSocket } from "./peer.js";
import { takeStandardHeaders, type StandardHeaders } from "./standard-headers.js";
import { NO_CHANGES, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";
import { canVerifyLines, toHeaders, verifyLines } from "./verified-lines.js";

const NOTHING: readonly never[] = [];
const HOST: readonly string[] = ["host"];
const FOR: readonly string[] = ["x-forwarded-for"];
const HOST_AND_FOR: readonly string[] = [...HOST, ...FOR];

/** What is kept of a request, once, for every adapter that sees it. */
export class RequestState {
  readonly req: IncomingRequest;
  /** The request's own, as it showed them first. */
  readonly #headers: PlainHeaders;
  readonly #lines: string[];
  /** A copy of the lines that came, where each header had one, as long as its name, which said the same. */
  #came: readonly string[] | undefined = undefined;
  /** The headers that claim something, where they were found, and are not just those of the short way. */
  #claiming: ClaimingLines | undefined = undefined;
  /** Where Host and X-Forwarded-For have their lines, after the short way. */
  #hostLine = -1;
  #forLine = -1;
  /** What the facts hold in place of all headers, until somebody asks for those. */
  #standard: StandardHeaders | undefined = undefined;
  /** Undefined where the socket remembers them, until somebody asks. */
  #facts: IncomingFacts | undefined = undefined;
  /** The request's own, which it may show a view of. */
  readonly #socket: PeerSocket | null | undefined;
  #original: Original | undefined = undefined;
  /** The request target as it came, before any adapter put a prefix before it. */
  readonly target: string;
  /** Whether header lines may have been dropped before anybody saw the request. */
  readonly hasLostLines: boolean;
  /** What `rewriteHeaders` had the request go through. */
  rewrites: readonly Rewrite[] = NOTHING;
  /** What they changed of the original headers. */
  rewritten: HeaderChanges = NO_CHANGES;
  /** The names of all headers that were written to so far. */
  written: readonly string[] = NOTHING;
  /** What was written to them last, where that was not in place. */
  wrote: HeaderChanges = NO_CHANGES;
  engine: Engine | undefined = undefined;
  resolution: AdapterResolution | undefined;
  /** Whether some `originalUrl` shows a prefix by now. */
  isPrefixed = false;
  /** Whether the request has an own property `proxyFix`. */
  isShown = false;

  /** @param engine - whose options come first; undefined where the request is rewritten before */
  constructor(req: IncomingRequest, target: string, engine?: Engine) {
    // Each property of the request is looked at once: on Express each look costs 0.1 to 0.3 µs.
    const { socket, headers } = req;
    const rawHeaders = readLines(req);
    this.req = req;
    this.target = target;
    this.hasLostLines = mayHaveLostLines(req, socket, rawHeaders.length);
    this.#headers = headers;
    this.#lines = rawHeaders;
    this.#socket = socket;
    // Asked before the lines are found: no other code may run between finding and reading them.
    const connectionProto = this.hasLostLines ? undefined : engine?.usual?.ask(socket);
    const isFound = engine?.findsLines === true && findClaimingLines(engine.claims, headers, rawHeaders);
    const resolution =
      isFound && connectionProto !== undefined ? engine.usual?.resolve(rawHeaders, connectionProto) : undefined;
    this.resolution = resolution === undefined ? undefined : holdOriginal(resolution, this);
    if (resolution !== undefined && engine?.usual?.reads === countClaimingLines()) {
      this.#hostLine = findStandardLine(PLACES.host);
      this.#forLine = findStandardLine(PLACES.for);
    } else if (isFound) {
      this.#claiming = takeClaimingLines();
    }
    const isStandard = isFound && resolution === undefined && engine.readsStandard;
    this.#standard = isStandard ? takeStandardHeaders(rawHeaders) : undefined;
    if (!isFound) this.#facts = readFacts(socket, readHeaders(headers, rawHeaders));
    else if (!remembersPeer(socket)) this.#facts = this.#readFacts();
  }

  #readFacts(): IncomingFacts {
    return readFacts(this.#socket, this.#standard ?? this.#headers);
  }

  /** The facts to resolve from, with all headers: the original ones, or what `rewriteHeaders` made of them. */
  get facts(): IncomingFacts {
    this.#complete();
    if (this.#came !== undefined) this.#keepOriginal();
    return this.factsAtStart;
  }

  /** The same for the options that a new state was made for: with no headers but those that they read. */
  get factsAtStart(): IncomingFacts {
    return (this.#facts ??= this.#readFacts());
  }

  /** Has the facts hold all headers. */
  #complete(): void {
    if (this.#standard === undefined) return;
    this.#facts = { ...this.factsAtStart, headers: this.#headers };
    this.#standard = undefined;
  }

  /** What the request was before any adapter touched it. Made when it is asked for: of most requests nobody does. */
  get original(): Original {
    return this.#keepOriginal();
  }

  /**
   * Verifies the headers in place, where those that claim something were found, and nobody can have touched them since: a
   * third cheaper, resolving included, than to look through all headers.
   *
   * @returns false where that cannot be done
   */
  verifyInPlace(engine: Engine, resolution: Resolution): boolean {
    const claiming = this.#claiming;
    const headers = this.#headers;
    const lines = this.#lines;
    if (claiming === undefined && this.#hostLine < 0) return false;
    if (claiming !== undefined && !canVerifyLines(claiming, headers, lines, engine, resolution)) return false;
    // Copied where nothing changes as well: what an application does to them from now on does not change what came.
    const came = lines.slice();
    this.#came = came;
    try {
      if (engine.verifies)
        this.written =
          claiming === undefined
            ? this.#writeOver(resolution.host!, engine.tell(resolution, "for")!)
            : verifyLines(claiming, headers, lines, engine, resolution);
    } catch {
      // Other code has sealed them, which shows when half of it is written: the other way replaces what it cannot write to.
      replaceShown(this.req, "rawHeaders", came.slice());
      return false;
    }
    forgetLinesByName(this.req);
    return true;
  }

  /** Writes over Host and X-Forwarded-For in place; gives the names of those that say something else now. */
  #writeOver(host: string, xFor: string): readonly string[] {
    const headers = this.#headers;
    const lines = this.#lines;
    const hostAt = this.#hostLine + 1;
    const forAt = this.#forLine + 1;
    const isHost = lines[hostAt] !== host;
    const isFor = lines[forAt] !== xFor;
    if (isHost) headers.host = lines[hostAt] = host;
    if (isFor) headers["x-forwarded-for"] = lines[forAt] = xFor;
    if (isHost) return isFor ? HOST_AND_FOR : HOST;
    return isFor ? FOR : NOTHING;
  }

  #keepOriginal(): Original {
    this.#complete();
    if (this.#original !== undefined) return this.#original;
    const facts = this.factsAtStart;
    const rawHeaders = this.#came ?? this.#lines;
    const headers = this.#came === undefined ? this.#headers : toHeaders(this.#came);
    if (facts.headers === this.#headers) this.#facts = { ...facts, headers };
    return (this.#original = describeOriginal(facts, headers, rawHeaders));
  }

  /** Sees to it that the request's headers and lines can be written to without changing what is kept of them. */
  detachOriginal(): void {
    const original = this.#keepOriginal() as { -readonly [Key in keyof Original]: Original[Key] };
    const { headers, rawHeaders } = this.req;
    if (original.rawHeaders === rawHeaders) original.rawHeaders = [...rawHeaders];
    if (original.headers === headers) original.headers = copyHeaders(headers);
    if (this.factsAtStart.headers === headers) this.rewriteFacts(original.headers);
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
