import { formatAddress } from "../grammar/address.js";
import { parseEntry } from "../resolve/trusted-walk.js";
import { countEntries, listEntries, type Entry } from "./facts/entries.js";
import type { ExplainedChain, Gate, Hop } from "./explanation.js";
import { findLine, readHeaderLines, type HeaderLines } from "./facts/header-lines.js";
import { createCrossedJudge, createJudge, type Judgement } from "./judge-entry.js";
import { createPeerHop } from "./peer.js";
import { findAddressList, type AddressList, type Run } from "./facts/run.js";
import { findSingleHop, readSingleHeader } from "./facts/single-header.js";

/** The most claims that are listed: a client may write any number. */
const MOST_CLAIMS = 8;

/** A hop before its place on the way is known. */
type NewHop = Omit<Hop, "hop" | "saidBy">;

/** Explains the way of a request. */
export function explainChain(run: Run, gate: Gate): ExplainedChain {
  const list = findAddressList(run.options, run.facts);
  const hops: Hop[] = [createPeerHop(run, gate)];
  for (const hop of listNewHops(run, list)) {
    if (hop.role === "claim" && hops.filter(({ role }) => role === "claim").length === MOST_CLAIMS) break;
    hops.push(placeHop(hop, hops));
  }
  if (list?.text === undefined) return { header: list?.header ?? null, unlisted: 0, hops };
  const listed = hops.filter(({ header }) => header === list.header).length;
  const entries = countEntries(list.text, list.chain.findEntryStart, Infinity);
  return { header: list.header, unlisted: entries - listed, hops };
}

/** Only a proxy that is believed vouches for the next hop. */
function placeHop(hop: NewHop, nearer: readonly Hop[]): Hop {
  const last = nearer.at(-1)!;
  const isVouched = last.role === "proxy" && hop.verdict !== "ignored" && hop.verdict !== "untrusted";
  const { address, role, verdict, reason, ...place } = hop;
  return { hop: nearer.length, address, role, verdict, reason, saidBy: isVouched ? last.hop : "client", ...place };
}

/** Lists the hops behind the peer. A clientAddressHeader that was read stands behind the entries that the walk crossed. */
function* listNewHops(run: Run, list: AddressList | undefined): Generator<NewHop, void, undefined> {
  const single = findSingleHop(readSingleHeader(run), run);
  const isBesideWalk = list !== undefined && single !== undefined && run.walk.depth > 0;
  const crossed = isBesideWalk ? run.walk.depth - 1 : 0;
  if (single !== undefined && (list === undefined || (isBesideWalk && crossed === 0))) yield single;
  const lines = list === undefined ? undefined : readHeaderLines(run.facts.headers, list.header);
  if (list === undefined || lines === undefined) return;
  const judge = isBesideWalk ? createCrossedJudge(run, list) : createJudge(run, list);
  for (const entry of listEntries(lines.text, list.chain.findEntryStart)) {
    yield createHop(list, lines, entry, judge(entry));
    if (isBesideWalk && entry.place === crossed) yield single;
  }
}

function createHop(list: AddressList, lines: HeaderLines, entry: Entry, judgement: Judgement): NewHop {
  const { start, end, isBalanced } = entry;
  const address = isBalanced ? parseEntry(list.chain, lines.text, start, end) : undefined;
  return {
    address: address === undefined ? null : formatAddress(address),
    ...judgement,
    header: lines.header,
    line: findLine(lines, start),
    text: lines.text.slice(start, end),
  };
}
