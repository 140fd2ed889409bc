import type { Rewrite } from "../rewrite/index.js";
import { pipe, type Engine } from "./engine.js";
import { describeOriginal, mayHaveLostLines, readFacts, readHeaders, type IncomingFacts } from "./incoming-facts.js";
import { copyHeaders, readLines } from "./incoming-headers.js";
import type { AdapterResolution, IncomingRequest, Original } from "./incoming-request.js";
import { findHolder, findState, readState, type Holder } from "./request-holder.js";
import type { RequestState } from "./request-state.js";
import { judge, readVerdict } from "./verdict.js";

/** What was told of a request ahead of its turn. */
interface Preview {
  readonly engine: Engine;
  /** The rewrites that the request had gone through by then. */
  readonly done: readonly Rewrite[];
  readonly resolution: AdapterResolution;
}

const PREVIEW: unique symbol = Symbol("proxyfix.preview");
const NONE: readonly Rewrite[] = [];

/**
 * Tells what resolving a request by these options would give, and writes nothing: for whoever reads a request before its turn
 * has come. Gives the connection's own facts where the request is going to be refused.
 *
 * It binds nothing: whoever resolves the request resolves it as it is by then, read ahead of its turn or not.
 *
 * @param rewrites - those that the request is still to go through, but for any that it has gone through
 */
export function previewIncoming(
  engine: Engine,
  req: IncomingRequest,
  rewrites: readonly Rewrite[] = NONE,
): AdapterResolution {
  const holder = findHolder(req) as Holder & { [PREVIEW]?: Preview };
  const state = readState(holder);
  if (state?.resolution !== undefined) return state.resolution;
  const done = state?.rewrites ?? NONE;
  const known = holder[PREVIEW];
  if (known !== undefined && known.engine === engine && known.done === done) return known.resolution;
  const next = rewrites.filter((rewrite) => !done.includes(rewrite));
  const resolution = state === undefined ? lookAt(engine, req, next) : lookAtState(engine, state, next);
  // No copy of the request takes it along.
  if (holder === req)
    Object.defineProperty(holder, PREVIEW, { value: { engine, done, resolution }, configurable: true });
  else holder[PREVIEW] = { engine, done, resolution };
  return resolution;
}

function lookAt(engine: Engine, req: IncomingRequest, rewrites: readonly Rewrite[]): AdapterResolution {
  const { socket, headers } = req;
  const lines = readLines(req);
  const facts = readFacts(socket, readHeaders(headers, lines));
  const hasLostLines = mayHaveLostLines(req, socket, lines.length);
  return readVerdict(judge(engine, foresee(facts, rewrites), hasLostLines, new Looked(req, facts)));
}

function lookAtState(engine: Engine, state: RequestState, rewrites: readonly Rewrite[]): AdapterResolution {
  return readVerdict(judge(engine, foresee(state.facts, rewrites), state.hasLostLines, state));
}

/** Gives the facts as rewrites are going to make them; with no headers where one of them fails. */
function foresee(facts: IncomingFacts, rewrites: readonly Rewrite[]): IncomingFacts {
  if (rewrites.length === 0) return facts;
  try {
    return { ...facts, headers: pipe(...rewrites)(copyHeaders(facts.headers), facts) as IncomingFacts["headers"] };
  } catch {
    return { ...facts, headers: {} };
  }
}

/** Tells what a request was that was only looked at, or what it was in its turn, once that has come. Copied when it is asked for. */
class Looked {
  readonly #req: IncomingRequest;
  readonly #facts: IncomingFacts;
  #original: Original | undefined = undefined;

  constructor(req: IncomingRequest, facts: IncomingFacts) {
    this.#req = req;
    this.#facts = facts;
  }

  get original(): Original {
    const { headers, rawHeaders } = this.#req;
    this.#original ??= findState(this.#req)?.original;
    return (this.#original ??= describeOriginal(this.#facts, copyHeaders(headers), [...rawHeaders]));
  }
}
