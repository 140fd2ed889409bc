import type { Issue, IssueReason } from "../../src/resolution.js";
import { type ReferenceNode, parseNodeOf, parsePeerAddress } from "./address.js";
import { type ReferenceElement, elementsFromRight } from "./forwarded.js";
import { joinedHeader, listItems, trimBlanks } from "./read-header.js";
import type { ReferenceRequest } from "./request.js";
import type { Settings } from "./settings.js";
import { hasSignOfProxy } from "./signs.js";

/** The address of the client, and why it is not the one in a header. */
export interface ReferenceClient {
  readonly address: string | undefined;
  readonly port: number | undefined;
  readonly addresses: readonly string[];
  readonly issues: readonly Issue[];
}

/** One hop's statement about its peer: the node in an X-Forwarded-For item or in an element's `for`, or a fault. */
export type Statement = { readonly node: ReferenceNode } | { readonly fault: IssueReason };

const UNKNOWN: ReferenceClient = { address: undefined, port: undefined, addresses: [], issues: [] };

/** The statements about addresses nearest first, or undefined if the header is missing. */
export function readStatements(facts: ReferenceRequest, settings: Settings): Statement[] | undefined {
  if (settings.forwarded > 0) return readElements(facts)?.map(statementOf);
  const header = settings.names.for;
  const text = joinedHeader(facts.headers, header);
  return text === undefined ? undefined : listItems(text).map((item) => statementOfText(header, item));
}

/** The forwarded-elements nearest first; `undefined` in the list stands for everything beyond unbalanced quotes. */
export function readElements(facts: ReferenceRequest): (ReferenceElement | undefined)[] | undefined {
  const text = joinedHeader(facts.headers, "forwarded");
  return text === undefined ? undefined : elementsFromRight(text);
}

function statementOfText(header: string, text: string): Statement {
  if (text === "") return { fault: "empty" };
  const node = parseNodeOf(header, text);
  return node === undefined ? { fault: "invalid" } : { node };
}

function statementOf(element: ReferenceElement | undefined): Statement {
  if (element === undefined || element === "invalid") return { fault: "invalid" };
  if (element === "empty") return { fault: "empty" };
  const text = element.get("for");
  return text === undefined ? { fault: "unidentified" } : statementOfText("forwarded", text);
}

/**
 * The number of trusted proxies (docs/reference/rules.md#r3-trusted-proxies): 1 for the peer alone, and one more for each
 * entry that is a trusted proxy's address. Without trustedProxies it is Infinity: counts are exact.
 */
export function walkedDepth(statements: readonly Statement[] | undefined, settings: Settings): number {
  if (settings.trustsHop === undefined) return Number.POSITIVE_INFINITY;
  const { xFor, xProto, xHost, xPort, xPrefix, forwarded } = settings;
  const largest = Math.max(xFor, xProto, xHost, xPort, xPrefix, forwarded);
  let depth = 1;
  while (depth < largest && depth < 64 && depth <= Math.max(xFor, forwarded)) {
    const address = addressOf(statements?.[depth - 1]);
    if (address === undefined || !settings.trustsHop(address, depth)) break;
    depth += 1;
  }
  return depth;
}

/**
 * The number of proxies that spoke (R3): a walk that trusts every entry must not count one proxy more. It bounds the
 * counts of the other facts; without trustedProxies nothing does.
 */
export function spokenDepth(statements: readonly Statement[] | undefined, depth: number, settings: Settings): number {
  if (settings.trustsHop === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.min(depth, statements?.length ?? 1));
}

/** The client's address by X-Forwarded-For or Forwarded (R2, R3), if one of them is enabled. */
export function clientByHops(
  facts: ReferenceRequest,
  settings: Settings,
  depth: number,
  connection: ReferenceClient,
): ReferenceClient {
  const count = Math.max(settings.xFor, settings.forwarded);
  if (count === 0) return connection;
  const header = settings.forwarded > 0 ? "forwarded" : settings.names.for;
  const statements = readStatements(facts, settings);
  if (statements === undefined) {
    // A proxy that writes Forwarded by hand may drop it, and then no sign of it is left.
    const isHidden = isVouched(settings) && (header === "forwarded" || hasSignOfProxy(facts, settings));
    return { ...(isHidden ? UNKNOWN : connection), issues: [{ header, reason: "absent" }] };
  }
  const wanted = settings.trustsHop ? Math.min(count, depth, statements.length) : count;
  // Beyond unbalanced quotes the number of elements is unknown: it is never "too few".
  const unbalanced = settings.forwarded > 0 && readElements(facts)?.includes(undefined) === true;
  if (wanted > statements.length && !unbalanced) {
    return { ...(isVouched(settings) ? UNKNOWN : connection), issues: [{ header, reason: "short-chain" }] };
  }
  return believedClient(statements.slice(0, wanted), header);
}

function believedClient(statements: readonly Statement[], header: string): ReferenceClient {
  const believed = statements.at(-1) ?? { fault: "invalid" };
  if ("fault" in believed) return { ...UNKNOWN, issues: [{ header, reason: believed.fault }] };
  const { address, port } = believed.node;
  const addresses = statements.map(addressOf).filter((other) => other !== undefined);
  return { address, port, addresses: addresses.reverse(), issues: [] };
}

/** The client's address by a single-valued header (R2's last lines and the end of R3). */
export function clientBySingleHeader(
  facts: ReferenceRequest,
  settings: Settings,
  depth: number,
  walked: ReferenceClient,
): ReferenceClient {
  const { single } = settings;
  if (single === undefined) return walked;
  const statements = readStatements(facts, settings) ?? [];
  if (single.from !== undefined && !isFurthestFrom(facts, statements, depth, single.from)) return walked;
  const header = single.name;
  const text = joinedHeader(facts.headers, header);
  if (text === undefined) {
    const absent: Issue = { header, reason: "absent" };
    // Behind `from` the walk's address and its issues stay; the new issue is added after them.
    const isHidden = single.from === undefined && isVouched(settings) && hasSignOfProxy(facts, settings);
    return { ...(isHidden ? UNKNOWN : walked), issues: [...walked.issues, absent] };
  }
  if (text.includes(",")) return { ...UNKNOWN, issues: [{ header, reason: "duplicate" }] };
  const client = believedClient([statementOfText(header, trimBlanks(text))], header);
  const crossed = single.from === undefined ? [] : statements.slice(0, depth - 1).map(addressOf);
  return client.address === undefined
    ? client
    : { ...client, addresses: [client.address, ...crossed.filter((address) => address !== undefined).reverse()] };
}

/** Whether the furthest trusted proxy reached, the peer or the last entry found trusted, is in `from`. */
function isFurthestFrom(
  facts: ReferenceRequest,
  statements: readonly Statement[],
  depth: number,
  from: (address: string, hop: number) => boolean,
): boolean {
  const address = depth === 1 ? peerName(facts) : addressOf(statements[depth - 2]);
  return address !== undefined && from(address, depth - 1);
}

/** Whether options vouch that the peer is a proxy, so that it is not the client if headers are missing (R2). */
function isVouched(settings: Settings): boolean {
  return settings.trustsPeer !== undefined;
}

function peerName(facts: ReferenceRequest): string | undefined {
  if (facts.peerAddress === undefined || facts.peerAddress === "unix") return facts.peerAddress;
  return parsePeerAddress(facts.peerAddress);
}

/** The address that a statement contains; undefined if it has none. */
export function addressOf(statement: Statement | undefined): string | undefined {
  return statement !== undefined && "node" in statement ? statement.node.address : undefined;
}
