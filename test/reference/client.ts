import type { Issue, IssueReason, RequestFacts } from "../../src/resolution.js";
import { parseNode, parsePeerAddress } from "./address.js";
import { type ReferenceElement, elementsFromRight } from "./forwarded.js";
import { joinedHeader, listItems, trimBlanks } from "./read-header.js";
import type { Settings } from "./settings.js";

/** What the address of the client is, and why it is not what a header says. */
export interface ReferenceClient {
  readonly address: string | undefined;
  readonly port: number | undefined;
  readonly addresses: readonly string[];
  readonly issues: readonly Issue[];
}

/** One hop's statement about its peer: the text of an X-Forwarded-For item or of an element's `for`, or a fault. */
export type Statement = { readonly text: string } | { readonly fault: IssueReason };

const NOBODY: ReferenceClient = { address: undefined, port: undefined, addresses: [], issues: [] };

const SIX_STANDARD = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
];

/** The statements about addresses nearest first, or undefined where the header is missing. */
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
 * How far trusted proxies reach (R3): 1 for the peer alone, and one more for each entry that is a trusted proxy's
 * address. Without trustedProxies it is endless: counts are exact.
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

/** The client's address by X-Forwarded-For or Forwarded (R2, R3), where one of them is enabled. */
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
    const silent = isVouched(settings) && hasOtherForwardingHeader(facts, settings, header);
    return { ...(silent ? NOBODY : connection), issues: [{ header, reason: "absent" }] };
  }
  const wanted = settings.trustsHop ? Math.min(count, depth, statements.length) : count;
  // Beyond unbalanced quotes there is no telling how many elements there are: none of them is "too few".
  const unbalanced = settings.forwarded > 0 && readElements(facts)?.includes(undefined) === true;
  if (wanted > statements.length && !unbalanced) {
    return { ...(isVouched(settings) ? NOBODY : connection), issues: [{ header, reason: "short-chain" }] };
  }
  return believedClient(statements.slice(0, wanted), header);
}

function believedClient(statements: readonly Statement[], header: string): ReferenceClient {
  const believed = statements.at(-1) ?? { fault: "invalid" };
  const fault = "fault" in believed ? believed.fault : undefined;
  const node = "text" in believed ? parseNode(believed.text) : undefined;
  if (node === undefined) return { ...NOBODY, issues: [{ header, reason: fault ?? "invalid" }] };
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
    // Behind `from` the walk's address stands, and so do its issues; the new one comes after them.
    const silent =
      single.from === undefined && isVouched(settings) && hasOtherForwardingHeader(facts, settings, header);
    return { ...(silent ? NOBODY : walked), issues: [...walked.issues, absent] };
  }
  if (text.includes(",")) return { ...NOBODY, issues: [{ header, reason: "duplicate" }] };
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

/** Whether options say that the peer is a proxy, so that its silence is not a client's (R2). */
function isVouched(settings: Settings): boolean {
  return settings.trustsPeer !== undefined;
}

/**
 * R2's one look: any of the six standard headers, the renamed ones and the single-valued header, but for the one that is
 * missing. Ambiguity: beside `{ name, from }` R3 says that the single header is not looked at where the furthest proxy is
 * not in `from`. Taken as: it is not believed, and still counts as a sign that a proxy was at work.
 */
function hasOtherForwardingHeader(facts: RequestFacts, settings: Settings, missing: string): boolean {
  const names = [...SIX_STANDARD, ...Object.values(settings.names), settings.single?.name];
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
