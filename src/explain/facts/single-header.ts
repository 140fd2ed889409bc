import { dropBlanks, skipBlanks } from "../../grammar/list.js";
import { BELIEVED } from "../../resolve/believed-resolution.js";
import type { HeaderSource, Hop, Obstacle } from "../explanation.js";
import { createSource, readHeaderLines } from "./header-lines.js";
import type { Run } from "./run.js";

/** The clientAddressHeader of a request. */
export interface SingleHeader {
  /** In lower case. */
  readonly header: string;
  /** The whole value, trimmed; undefined if the header is missing. */
  readonly source: HeaderSource | undefined;
  /** Why it does not contain the client's address; undefined if it does, or if it is missing and was not read. */
  readonly obstacle: Fault | "absent" | "other-proxy" | undefined;
}

type Fault = Extract<Obstacle, "duplicate" | "empty" | "invalid" | "untrusted-peer">;

/** Reads the clientAddressHeader, and from the resolution whether it was believed; undefined without that option. */
export function readSingleHeader({ options, facts, walk, resolution }: Run): SingleHeader | undefined {
  const single = options.clientAddressHeader;
  if (single === undefined) return undefined;
  const header = single.name;
  const lines = readHeaderLines(facts.headers, header);
  const start = lines === undefined ? 0 : skipBlanks(lines.text, 0, lines.text.length);
  const source = lines && createSource(lines, 1, start, dropBlanks(lines.text, start, lines.text.length));
  if (resolution.isBelieved(BELIEVED.single)) return { header, source, obstacle: undefined };
  // Each header has issues of its own: if one of these is there, the resolver read the header.
  const read = REASONS.find((reason) => resolution.issues.includes(single.issues[reason]));
  const unread = walk.depth === 0 ? "untrusted-peer" : "other-proxy";
  return { header, source, obstacle: read ?? (source && unread) };
}

const REASONS = ["absent", "duplicate", "empty", "invalid"] as const;

/** Returns the hop of a clientAddressHeader that the resolver read, or would have read of a trusted peer. */
export function findSingleHop(single: SingleHeader | undefined, run: Run): Omit<Hop, "hop" | "saidBy"> | undefined {
  if (single?.source === undefined || single.obstacle === "other-proxy" || single.obstacle === "absent")
    return undefined;
  const { obstacle, source } = single;
  const { header, line, text } = source;
  if (obstacle === undefined) {
    const address = run.resolution.clientAddress!;
    return { address, role: "client", verdict: "believed", reason: "single-header", header, line, text };
  }
  const address = run.options.clientAddressHeader!.node.parse(text, 0, text.length) ?? null;
  const verdict = obstacle === "untrusted-peer" ? "untrusted" : "unreadable";
  return { address, role: "claim", verdict, reason: obstacle, header, line, text };
}
