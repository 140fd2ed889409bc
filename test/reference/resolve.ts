/**
 * A second implementation of the rules by which a request is resolved, to which tests compare the core: simple, slow, and
 * written from the rules alone. It decides on whole lists of whole strings, and shares nothing with src but types.
 *
 * The comments name the rules of docs/reference/rules.md by number. "Ambiguity" marks a rule that can be read in two ways,
 * and the way in which it is read here.
 */
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Issue } from "../../src/resolution.js";
import { parsePeerAddress } from "./address.js";
import {
  type ReferenceClient,
  clientByHops,
  clientBySingleHeader,
  readStatements,
  spokenDepth,
  walkedDepth,
} from "./client.js";
import { factsByElement, factsByHeaders, portByHeader, prefixByHeader } from "./facts.js";
import { joinedHeader, trimBlanks } from "./read-header.js";
import { type ReferenceHost, parseHost } from "./host.js";
import { type ReferenceRefusal, refusalStatus } from "./refusal.js";
import { type ReferenceRequest, ownProperties } from "./request.js";
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
  request: ReferenceRequest,
  givenOptions: ProxyFixOptions,
): ReferenceResolution | ReferenceRefusal {
  const facts = ownProperties(request);
  const options = ownProperties(givenOptions);
  const settings = readSettings(options);
  const resolution = isPeerTrusted(facts, settings) ? resolveBelieving(facts, settings) : resolveConnection(facts);
  const refused = refusalStatus(resolution, facts, options);
  return refused === undefined ? resolution : { refused };
}

/** The peer gate (R2, R3): a peer that is not an address is never trusted, and no function is called for it. */
function isPeerTrusted(facts: ReferenceRequest, settings: Settings): boolean {
  if (settings.trustsPeer === undefined) return true;
  const peer = facts.peerAddress === "unix" ? "unix" : parsePeerAddress(facts.peerAddress ?? "");
  return peer !== undefined && settings.trustsPeer(peer, 0);
}

function resolveConnection(facts: ReferenceRequest): ReferenceResolution {
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

function resolveBelieving(facts: ReferenceRequest, settings: Settings): ReferenceResolution {
  const statements = readStatements(facts, settings);
  const depth = walkedDepth(statements, settings);
  const spoken = spokenDepth(statements, depth, settings);
  const walked = clientByHops(facts, settings, depth, connectionClient(facts));
  const client = clientBySingleHeader(facts, settings, depth, walked);
  const stated =
    settings.forwarded > 0 ? factsByElement(facts, settings, spoken) : factsByHeaders(facts, settings, spoken);
  const port = portByHeader(facts, settings, spoken);
  const prefix = prefixByHeader(facts, settings, spoken);
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

function connectionClient(facts: ReferenceRequest): ReferenceClient {
  const address = parsePeerAddress(facts.peerAddress ?? "");
  const port = address === undefined ? undefined : facts.peerPort;
  return { address, port, addresses: [], issues: [] };
}

function connectionProto(facts: ReferenceRequest): "http" | "https" {
  return facts.encrypted === true ? "https" : "http";
}

/** The connection's own host (R7): the first of `:authority`, the target's authority and `Host`; no two may differ. */
function connectionHost(facts: ReferenceRequest): { host: ReferenceHost | undefined; issues: readonly Issue[] } {
  const { headers, authority } = facts;
  const stated = [joinedHeader(headers, ":authority"), authority, joinedHeader(headers, "host")];
  const hosts = stated.filter((text) => text !== undefined).map((text) => parseHost(trimBlanks(text)));
  if (hosts.length === 0) return { host: undefined, issues: [] };
  const isAgreed = hosts.every((one) => one !== undefined && hosts.every((other) => isSameHost(one, other)));
  return isAgreed
    ? { host: hosts[0], issues: [] }
    : { host: undefined, issues: [{ header: "host", reason: "invalid" }] };
}

/** Whether both are good and equal; a port 80 or 443 that only one of them has is no difference. */
export function isSameHost(host: ReferenceHost, other: ReferenceHost | undefined): boolean {
  if (host.hostname !== other?.hostname) return false;
  if (host.port === other.port) return true;
  const isOnOneSide = host.port === undefined || other.port === undefined;
  return isOnOneSide && [80, 443].includes(host.port ?? other.port ?? 0);
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

/** The port by docs/reference/rules.md#r8-port: the believed one, then the one in the host, then the default. */
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
