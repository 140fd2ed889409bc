import { BELIEVED } from "../../resolve/believed-resolution.js";
import { countBelieved } from "../../resolve/trusted-walk.js";
import { findEntry } from "./entries.js";
import type { ConnectionSource, ExplainedFact, HeaderSource, Obstacle } from "../explanation.js";
import { findParameterObstacle, readCountedElement } from "./forwarded-element.js";
import { createSource, readHeaderLines } from "./header-lines.js";
import { findHeaderObstacle } from "./obstacle.js";
import { findAddressList, type AddressList, type Run } from "./run.js";
import { readSingleHeader, type SingleHeader } from "./single-header.js";

/** Explains the client's address. */
export function explainAddress(run: Run): ExplainedFact {
  const value = run.resolution.clientAddress ?? null;
  const list = findAddressList(run.options, run.facts);
  const single = readSingleHeader(run);
  const source = value === null ? undefined : findSource(run, list, single);
  const instead = findInstead(run, list, single);
  return { value, ...(source && { source }), ...(instead && { instead }) };
}

/** Finds why the list does not contain the client's address; undefined if it does. */
export function findListObstacle(run: Run): Obstacle | undefined {
  if (run.resolution.isBelieved(BELIEVED.for)) return undefined;
  if (run.options.forwarded > 0) return findParameterObstacle("for", readCountedElement(run), run);
  return findHeaderObstacle("for", run);
}

function findSource(
  { facts, walk, resolution }: Run,
  list: AddressList | undefined,
  single: SingleHeader | undefined,
): HeaderSource | ConnectionSource {
  if (resolution.isBelieved(BELIEVED.single)) return single!.source!;
  if (list === undefined || !resolution.isBelieved(BELIEVED.for)) return { connection: "peer" };
  const lines = readHeaderLines(facts.headers, list.header)!;
  const place = countBelieved(walk, list.count);
  const { start, end } = findEntry(lines.text, list.chain.findEntryStart, place)!;
  return createSource(lines, place, start, end);
}

/** A clientAddressHeader comes first if the resolver read it. One that it did not read matters only beside a good list. */
function findInstead(
  run: Run,
  list: AddressList | undefined,
  single: SingleHeader | undefined,
): ExplainedFact["instead"] {
  if (run.resolution.isBelieved(BELIEVED.single)) return undefined;
  const own = single?.obstacle === undefined ? undefined : { header: single.header, reason: single.obstacle };
  if (own !== undefined && own.reason !== "other-proxy") return own;
  const reason = list === undefined ? undefined : findListObstacle(run);
  return reason === undefined ? own : { header: list!.header, reason };
}
