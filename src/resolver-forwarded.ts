import { findEntryEnd, forwardedChain, walkChain } from "./chain.js";
import { readHeader } from "./headers.js";
import type { HeaderIssues } from "./issues.js";
import type { Plan } from "./options-plan.js";
import { BELIEVED, type ResolutionRecord } from "./record.js";
import type { Issue, RequestFacts } from "./resolution.js";
import { takePeer, takePeerUnlessProxied } from "./resolver-client.js";
import { takeConnectionHost, takeHost } from "./resolver-host.js";
import { UNBALANCED, parseElement, type ForwardedElement } from "./values/forwarded.js";
import { dropBlanks, skipBlanks } from "./values/list.js";
import { parseNode, parseNodePort } from "./values/node.js";
import { parseProto } from "./values/proto.js";

/**
 * Resolves the client's address, proto and host from one forwarded-element (RFC 7239).
 *
 * @returns how many proxies may be believed, for the other headers: Infinity where counts are exact
 */
export function resolveForwarded(plan: Plan, facts: RequestFacts, record: ResolutionRecord): number {
  const issues = plan.issues.forwarded;
  const text = readHeader(facts.headers, "forwarded");
  if (text === undefined) {
    record.addIssue(issues.absent);
    takePeerUnlessProxied(plan, "forwarded", facts, record);
    takeConnectionHost(facts.headers, record);
    return plan.walks ? 1 : Infinity;
  }
  const depth =
    plan.walks && plan.trust !== undefined
      ? walkChain(forwardedChain, plan.trust, text, plan.forwarded, plan.reach)
      : Infinity;
  let entry = Math.min(plan.forwarded, depth);
  let end = findEntryEnd(forwardedChain, text, entry);
  // A walk that trusts every element there is ends at the furthest.
  if (end === -1 && plan.walks) end = findEntryEnd(forwardedChain, text, (entry -= 1));
  if (end === -1) {
    record.addIssue(issues["short-chain"]);
    if (plan.trust === undefined) takePeer(facts, record);
    takeConnectionHost(facts.headers, record);
    return depth;
  }
  const element = readElement(text, end, issues);
  if ("reason" in element) {
    // A proxy is there and cannot be understood: its own address and host would be a lie.
    record.addIssue(element);
    return depth;
  }
  record.keepChain(forwardedChain, text, entry);
  takeElement(element, issues, facts, record);
  return depth;
}

function readElement(text: string, end: number, issues: HeaderIssues): ForwardedElement | Issue {
  const start = end < 0 ? UNBALANCED : forwardedChain.findEntryStart(text, end);
  if (start === UNBALANCED) return issues.invalid;
  const first = skipBlanks(text, start, end);
  const stop = dropBlanks(text, first, end);
  return first === stop ? issues.empty : (parseElement(text, first, stop) ?? issues.invalid);
}

function takeElement(
  element: ForwardedElement,
  issues: HeaderIssues,
  facts: RequestFacts,
  record: ResolutionRecord,
): void {
  const { for: node, proto, host } = element;
  if (node === undefined) {
    record.addIssue(issues.unidentified);
  } else {
    record.clientAddress = parseNode(node, 0, node.length);
    if (record.clientAddress === undefined) record.addIssue(issues.invalid);
    else {
      record.clientPort = parseNodePort(node, 0, node.length);
      record.believe(BELIEVED.for);
    }
  }
  if (proto !== undefined) {
    const parsed = parseProto(proto, 0, proto.length);
    if (parsed === undefined) record.addIssue(issues.invalid);
    else {
      record.proto = parsed;
      record.believe(BELIEVED.proto);
    }
  }
  if (host === undefined) takeConnectionHost(facts.headers, record);
  else if (takeHost(host, 0, host.length, record)) record.believe(BELIEVED.host);
  else record.addIssue(issues.invalid);
}
