import { parseElement, UNBALANCED, type ForwardedElement } from "../grammar/forwarded.js";
import { parseHost } from "../grammar/host.js";
import { cutRest, dropBlanks, skipBlanks } from "../grammar/list.js";
import { forwardedNode } from "../grammar/node.js";
import { parseProto } from "../grammar/proto.js";
import type { CompiledOptions } from "../options/compile-options.js";
import type { HeaderIssues } from "../options/issues.js";
import type { Issue, RequestFacts } from "../resolution.js";
import { BELIEVED, type BelievedResolution } from "./believed-resolution.js";
import { setPeer } from "./client.js";
import { setConnectionHost } from "./host.js";
import { readHeader } from "../options/read-header.js";
import { countBelieved, findClientEnd, forwardedChain, TOO_SHORT, type Walk } from "./trusted-walk.js";

/** Sets client, proto and host from one forwarded-element (docs/reference/rules.md#r4-forwarded). */
export function resolveForwarded(
  options: CompiledOptions,
  facts: RequestFacts,
  walk: Walk,
  resolution: BelievedResolution,
): void {
  const issues = options.issues.forwarded;
  const text = readHeader(facts.headers, "forwarded");
  if (text === undefined) {
    resolution.addIssue(issues.absent);
    // A proxy that writes Forwarded by hand may drop it if the client names it in Connection: no sign is left then.
    if (options.trust === undefined) setPeer(facts, resolution);
    setConnectionHost(facts, resolution);
    return;
  }
  const end = findClientEnd(forwardedChain, text, walk, options.forwarded);
  if (end === TOO_SHORT) {
    resolution.addIssue(issues["short-chain"]);
    if (options.trust === undefined) setPeer(facts, resolution);
    setConnectionHost(facts, resolution);
    return;
  }
  const start = end < 0 ? UNBALANCED : forwardedChain.findEntryStart(text, end);
  const element = readElement(text, start, end, issues);
  // A proxy is there whose statement cannot be read: its own address and host would be a lie.
  if ("reason" in element) {
    resolution.addIssue(element);
    return;
  }
  setClient(element.for, issues, resolution);
  // An element without a believed `for` may be long: only the nearer ones are kept.
  const kept = resolution.clientAddress === undefined ? text.slice(end + 1) : cutRest(text, start);
  resolution.setChain(forwardedChain, kept, countBelieved(walk, options.forwarded));
  setProto(element.proto, issues, resolution);
  if (element.host === undefined) setConnectionHost(facts, resolution);
  else setHost(element.host, issues, resolution);
}

/**
 * Parses the untrimmed element between two offsets; returns the issue if it is empty or fails the grammar.
 *
 * @param start - the offset at which the element begins; UNBALANCED if quotes do not balance before it
 */
export function readElement(text: string, start: number, end: number, issues: HeaderIssues): ForwardedElement | Issue {
  if (start === UNBALANCED) return issues.invalid;
  const first = skipBlanks(text, start, end);
  const past = dropBlanks(text, first, end);
  return first === past ? issues.empty : (parseElement(text, first, past) ?? issues.invalid);
}

function setClient(node: string | undefined, issues: HeaderIssues, resolution: BelievedResolution): void {
  const address = node === undefined ? undefined : forwardedNode.parse(node, 0, node.length);
  if (node === undefined) resolution.addIssue(issues.unidentified);
  else if (address === undefined) resolution.addIssue(chooseIssue(node, issues));
  else resolution.setClient(address, forwardedNode.parsePort(node, 0, node.length), BELIEVED.for);
}

function setProto(text: string | undefined, issues: HeaderIssues, resolution: BelievedResolution): void {
  if (text === undefined) return;
  const proto = parseProto(text, 0, text.length);
  if (proto === undefined) resolution.addIssue(chooseIssue(text, issues));
  else resolution.setProto(proto);
}

function setHost(text: string, issues: HeaderIssues, resolution: BelievedResolution): void {
  const host = parseHost(text, 0, text.length);
  if (host === undefined) resolution.addIssue(chooseIssue(text, issues));
  else resolution.setHost(host.hostname, host.port, BELIEVED.host);
}

/** Chooses the issue of a value that fails its grammar. */
export function chooseIssue(value: string, issues: HeaderIssues): Issue {
  return value === "" ? issues.empty : issues.invalid;
}
