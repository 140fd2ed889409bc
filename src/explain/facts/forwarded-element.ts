import { UNBALANCED, type ForwardedElement } from "../../grammar/forwarded.js";
import { BELIEVED } from "../../resolve/believed-resolution.js";
import { chooseIssue, readElement } from "../../resolve/forwarded.js";
import { findClientEnd, countBelieved, forwardedChain, TOO_SHORT } from "../../resolve/trusted-walk.js";
import { findEntry } from "./entries.js";
import type { HeaderSource, Obstacle } from "../explanation.js";
import { createSource, readHeaderLines } from "./header-lines.js";
import type { Run } from "./run.js";

/** The counted forwarded-element, or why there is none. */
export type CountedElement =
  | { readonly element: ForwardedElement; readonly source: HeaderSource; readonly obstacle?: undefined }
  | { readonly obstacle: Obstacle | undefined };

/** Reads the element from which the resolver took client, proto and host. The obstacle is undefined if none is due. */
export function readCountedElement({ options, facts, walk }: Run): CountedElement {
  const { forwarded: count, issues } = options;
  const lines = readHeaderLines(facts.headers, "forwarded");
  if (walk.depth === 0) return { obstacle: lines && "untrusted-peer" };
  if (lines === undefined) return { obstacle: "absent" };
  const { text } = lines;
  const past = findClientEnd(forwardedChain, text, walk, count);
  if (past === TOO_SHORT) return { obstacle: "short-chain" };
  const start = past < 0 ? UNBALANCED : forwardedChain.findEntryStart(text, past);
  const element = readElement(text, start, past, issues.forwarded);
  if ("reason" in element) return { obstacle: element.reason as Obstacle };
  const place = countBelieved(walk, count);
  const entry = findEntry(text, forwardedChain.findEntryStart, place)!;
  return { element, source: createSource(lines, place, entry.start, entry.end) };
}

/** Finds why a parameter of the counted element is not believed; undefined if it is, or if there is nothing to believe. */
export function findParameterObstacle(
  name: keyof ForwardedElement,
  counted: CountedElement,
  { options, resolution }: Run,
): Obstacle | undefined {
  if (!("element" in counted)) return counted.obstacle;
  if (resolution.isBelieved(BELIEVED[name])) return undefined;
  const value = counted.element[name];
  if (value === undefined) return name === "for" ? "unidentified" : "no-parameter";
  return chooseIssue(value, options.issues.forwarded).reason as Obstacle;
}
