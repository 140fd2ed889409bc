import type { Issue, IssueReason, RequestFacts } from "../../src/resolution.js";
import { parseNode, parsePeerAddress } from "./address.js";
import { type ReferenceElement, elementsFromRight } from "./forwarded.js";
import { joinedHeader, listItems, trimBlanks } from "./read-header.js";
import type { Settings } from "./settings.js";

/** The address of the client, and why it is not the one in a header. */
export interface ReferenceClient {
  readonly address: string | undefined;
  readonly port: number | undefined;
  readonly addresses: readonly string[];
  readonly issues: readonly Issue[];
}

/** One hop's statement about its peer: the text of an X-Forwarded-For item or of an element's `for`, or a fault. */
export type Statement = { readonly text: string } | { readonly fault: IssueReason };

const UNKNOWN: ReferenceClient = { address: undefined, port: undefined, addresses: [], issues: [] };

const WELL_KNOWN = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
];

/** The statements about addresses nearest first, or undefined if the header is missing. */
export function readStatements(facts: RequestFacts, settings: Settings): Statement[] | undefined {
  if (settings.forwarded > 0) return readElements(facts)?.map(statementOf);
  const text = joinedHeader(facts.headers, settings.names.for);
  return text === undefined ? undefined : listItems(text).map(statementOfText);
}

/** The forwarded-elements nearest first; `undefined` in the list stands for everything beyond unbalanced quotes. */
export function readElements(facts: RequestFacts): (ReferenceElement | undefined)[] | undefined {
  const text = joinedHeader(facts.headers, "forwarded");
  return text === undefined ? undefined : elementsFromRight(text);
}

function statementOfText(text: string): Statement {
  return text === "" ? { fault: "empty" } : { text };
}

function statementOf(element: ReferenceElement | undefined): Statement {
  if (element === undefined || element === "invalid") return { fault: "invalid" };
  if (element === "empty") return { fault: "empty" };
  const text = element.get("for");
  return text === undefined ? { fault: "unidentified" } : { text };
}

/**
 * The number of trusted proxies (R3): 1 for the peer alone, and one more for each entry that is a trusted proxy's
 * address. Without trustedProxies it is Infinity: counts are exact.
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

/** The client's address by X-Forwarded-For or Forwarded (R2, R3), if one of them is enabled. */
export function clientByHops(
  facts: RequestFacts,
  settings: Settings,
  depth: number,
  connection: ReferenceClient,
): ReferenceClient {
  const count = Math.max(settings.xFor, settings.forwarded);
  if (count === 0) return connection;
  const header = settings.forwarded > 0 ? "forwarded" : settings.names.for;
  const statements = readStatements(facts, settings);
  if (statements === undefined) {
    const isHidden = isVouched(settings) && hasOtherForwardingHeader(facts, settings, header);
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
  const fault = "fault" in believed ? believed.fault : undefined;
  const node = "text" in believed ? parseNode(believed.text) : undefined;
  if (node === undefined) return { ...UNKNOWN, issues: [{ header, reason: fault ?? "invalid" }] };
  const addresses = statements.map(addressOf).filter((address) => address !== undefined);
  return { address: node.address, port: node.port, addresses: addresses.reverse(), issues: [] };
}

/** The client's address by a single-valued header (R2's last lines and the end of R3). */
export function clientBySingleHeader(
  facts: RequestFacts,
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
    const isHidden =
      single.from === undefined && isVouched(settings) && hasOtherForwardingHeader(facts, settings, header);
    return { ...(isHidden ? UNKNOWN : walked), issues: [...walked.issues, absent] };
  }
  if (text.includes(",")) return { ...UNKNOWN, issues: [{ header, reason: "duplicate" }] };
  const client = believedClient([statementOfText(trimBlanks(text))], header);
  const crossed = single.from === undefined ? [] : statements.slice(0, depth - 1).map(addressOf);
  return client.address === undefined
    ? client
    : { ...client, addresses: [client.address, ...crossed.filter((address) => address !== undefined).reverse()] };
}

/** Whether the furthest trusted proxy reached, the peer or the last entry found trusted, is in `from`. */
function isFurthestFrom(
  facts: RequestFacts,
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

/**
 * Whether the request has any of the six well-known headers, the renamed ones and the single-valued header, but for the
 * missing one (R2). Ambiguity: with `{ name, from }` R3 does not read the single header if the furthest proxy is not in
 * `from`. Read as: it is not believed, and still counts as a sign that a proxy was at work.
 */
function hasOtherForwardingHeader(facts: RequestFacts, settings: Settings, missing: string): boolean {
  const names = [...WELL_KNOWN, ...Object.values(settings.names), settings.single?.name];
  return names.some(
    (name) => name !== undefined && name !== missing && joinedHeader(facts.headers, name) !== undefined,
  );
}

function peerName(facts: RequestFacts): string | undefined {
  if (facts.peerAddress === undefined || facts.peerAddress === "unix") return facts.peerAddress;
  return parsePeerAddress(facts.peerAddress);
}

function addressOf(statement: Statement | undefined): string | undefined {
  return statement !== undefined && "text" in statement ? parseNode(statement.text)?.address : undefined;
}
