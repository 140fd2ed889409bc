/**
 * A second implementation of the rules by which a request is resolved, to which tests compare the core: simple, slow, and
 * written from the rules alone. It decides on whole lists of whole strings, and shares nothing with src but types.
 *
 * The comments name the rules by number: R1 lists, R2 counts, R3 the walk over trusted proxies, R4 Forwarded, R5
 * addresses, R6 proto, R7 host, R8 port, R9 prefix, R10 refusals and limits. "Ambiguity" marks a rule that can be read
 * in two ways, and the way in which it is read here.
 */
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Issue, IssueReason, RequestFacts } from "../../src/resolution.js";
import { parsePeerAddress } from "./address.js";
import { type ReferenceClient, clientByHops, clientBySingleHeader, readStatements, walkedDepth } from "./client.js";
import { factsByElement, factsByHeaders, portByHeader, prefixByHeader } from "./facts.js";
import { joinedHeader } from "./read-header.js";
import { type ReferenceHost, parseHost } from "./host.js";
import { type ReferenceRefusal, refusalStatus } from "./refusal.js";
import { type Settings, readSettings } from "./settings.js";

/** The ten fields of a Resolution. */
export interface ReferenceResolution {
  readonly clientAddress: string | undefined;
  readonly clientPort: number | undefined;
  readonly addresses: readonly string[];
  readonly proto: "http" | "https";
  readonly host: string | undefined;
  readonly hostname: string | undefined;
  readonly port: number;
  readonly prefix: string;
  readonly origin: string | undefined;
  readonly issues: readonly Issue[];
}

/** Resolves a request by valid options: its resolution, or the status of its refusal. */
export function referenceResolve(
  facts: RequestFacts,
  options: ProxyFixOptions,
): ReferenceResolution | ReferenceRefusal {
  const settings = readSettings(options);
  const resolution = isPeerTrusted(facts, settings) ? resolveBelieving(facts, settings) : resolveConnection(facts);
  const refused = refusalStatus(resolution, facts, options);
  return refused === undefined ? resolution : { refused };
}

/** The peer gate (R2, R3): a peer that is not an address is never trusted, and no function is called for it. */
function isPeerTrusted(facts: RequestFacts, settings: Settings): boolean {
  if (settings.trustsPeer === undefined) return true;
  const peer = facts.peerAddress === "unix" ? "unix" : parsePeerAddress(facts.peerAddress ?? "");
  return peer !== undefined && settings.trustsPeer(peer, 0);
}

function resolveConnection(facts: RequestFacts): ReferenceResolution {
  const host = connectionHost(facts);
  const untrusted: Issue = { reason: "untrusted-peer" };
  return finish({
    client: connectionClient(facts),
    proto: connectionProto(facts),
    host: host.host,
    port: undefined,
    prefix: facts.prefix ?? "",
    issues: [untrusted, ...host.issues],
  });
}

function resolveBelieving(facts: RequestFacts, settings: Settings): ReferenceResolution {
  const depth = walkedDepth(readStatements(facts, settings), settings);
  const walked = clientByHops(facts, settings, depth, connectionClient(facts));
  const client = clientBySingleHeader(facts, settings, depth, walked);
  const stated =
    settings.forwarded > 0 ? factsByElement(facts, settings, depth) : factsByHeaders(facts, settings, depth);
  const port = portByHeader(facts, settings, depth);
  const prefix = prefixByHeader(facts, settings, depth);
  const own = connectionHost(facts);
  // for, proto, host, the connection's own host at the host's place, port, prefix.
  const ownIssues = stated.isHostBelieved ? [] : own.issues;
  const issues = [...client.issues, ...stated.protoIssues, ...stated.hostIssues, ...ownIssues];
  return finish({
    client,
    proto: stated.proto ?? connectionProto(facts),
    host: stated.isHostBelieved ? stated.host : own.host,
    port: port.value,
    prefix: prefix.value ?? facts.prefix ?? "",
    issues: [...(settings.forwarded > 0 ? withoutRepeats(issues) : issues), ...port.issues, ...prefix.issues],
  });
}

/** One element may fail in several facts, which is one issue. */
function withoutRepeats(issues: readonly Issue[]): Issue[] {
  const first = (issue: Issue): number =>
    issues.findIndex((other) => other.header === issue.header && other.reason === issue.reason);
  return issues.filter((issue, index) => first(issue) === index);
}

function connectionClient(facts: RequestFacts): ReferenceClient {
  const address = parsePeerAddress(facts.peerAddress ?? "");
  const port = address === undefined ? undefined : facts.peerPort;
  return { address, port, addresses: [], issues: [] };
}

function connectionProto(facts: RequestFacts): "http" | "https" {
  return facts.encrypted === true ? "https" : "http";
}

/**
 * The connection's own host (R7). Ambiguity: whether `a.example` and `a.example:80` differ "after the grammar". Read
 * literally: the grammar knows no default ports, so they do.
 */
function connectionHost(facts: RequestFacts): { host: ReferenceHost | undefined; issues: readonly Issue[] } {
  const invalid: Issue = { header: "host", reason: "invalid" satisfies IssueReason };
  const texts = [":authority", "host"]
    .map((name) => joinedHeader(facts.headers, name))
    .filter((text) => text !== undefined);
  const [host, ...others] = texts.map(parseHost);
  const agree = others.every((other) => other?.hostname === host?.hostname && other?.port === host?.port);
  if (texts.length === 0) return { host: undefined, issues: [] };
  return host === undefined || !agree ? { host: undefined, issues: [invalid] } : { host, issues: [] };
}

interface Findings {
  readonly client: ReferenceClient;
  readonly proto: "http" | "https";
  readonly host: ReferenceHost | undefined;
  /** A believed X-Forwarded-Port. */
  readonly port: number | undefined;
  readonly prefix: string;
  readonly issues: readonly Issue[];
}

/**
 * R8. Ambiguity: the port if a port is believed and the host is undefined. Read in the order of R8: the believed one,
 * then the one in the host, then the default.
 */
function finish({ client, proto, host, port, prefix, issues }: Findings): ReferenceResolution {
  const defaultPort = proto === "https" ? 443 : 80;
  const effective = port ?? host?.port ?? defaultPort;
  const text = host && (effective === defaultPort ? host.hostname : `${host.hostname}:${effective}`);
  return {
    clientAddress: client.address,
    clientPort: client.port,
    addresses: client.addresses,
    proto,
    host: text,
    hostname: host?.hostname,
    port: effective,
    prefix,
    origin: text === undefined ? undefined : `${proto}://${text}`,
    issues,
  };
}
