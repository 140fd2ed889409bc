import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { findNodeParser, type NodeParser } from "../grammar/node.js";
import { parseOnOff, parseProto, type ProtoParser } from "../grammar/proto.js";
import { compileTrust, type CompiledTrust } from "../trust/trust.js";
import { compileAllowedHosts, type HostCheck } from "./allowed-hosts.js";
import { compileClientAddressHeader, type SingleValuedHeader } from "./client-address-header.js";
import { createIssues, type HeaderIssues } from "./issues.js";
import type { HeaderNames, ProxyFixOptions } from "./options.js";
import { compileReader, type HeaderReader } from "./read-header.js";
import { readHeaderName, readProtoName, toDashed } from "./header-name.js";
import { VENDOR_SIGNS } from "./vendor-headers.js";
import { checkKeys, MOST_PROXIES, readCount, readNested, readRecord, readWalkCount } from "./read-option.js";

/** The options, validated and compiled once; every request is resolved by them. */
export interface CompiledOptions extends Counts {
  readonly names: Readonly<Required<HeaderNames>>;
  readonly readers: Readonly<Record<keyof HeaderNames, HeaderReader>>;
  readonly clientAddressHeader: SingleValuedHeader | undefined;
  /** trustedPeers or trustedProxies; undefined if anyone may connect. */
  readonly trust: CompiledTrust | undefined;
  /** The trustedProxies of the walk of R3; undefined if the counts are exact. */
  readonly walk: CompiledTrust | undefined;
  /** The most hops that a walk crosses: the largest count, and no more than 64. */
  readonly maxHops: number;
  /** The forwarding headers: the six well-known ones, renamed ones, the client address header. */
  readonly forwardingHeaders: readonly string[];
  /** Every header that shows a proxy at work: the forwarding headers, and those that only proxies write. */
  readonly signs: readonly string[];
  /** Parses the nodes of X-Forwarded-For, or of the header that replaces it. */
  readonly node: NodeParser;
  readonly isAllowedHost: HostCheck | undefined;
  readonly strict: NonNullable<ProxyFixOptions["strict"]>;
  /** Whether the proto header contains `on` and `off`. */
  readonly hasOnOff: boolean;
  readonly parseProto: ProtoParser;
  /** The issues of each header, by its fact. */
  readonly issues: Readonly<Record<keyof HeaderNames | "forwarded", HeaderIssues>>;
}

/** The counts of the options. */
export interface Counts {
  readonly xFor: number;
  readonly xProto: number;
  readonly xHost: number;
  readonly xPort: number;
  readonly xPrefix: number;
  readonly forwarded: number;
}

const WELL_KNOWN_NAMES: Readonly<Required<HeaderNames>> = {
  for: "x-forwarded-for",
  proto: "x-forwarded-proto",
  host: "x-forwarded-host",
  port: "x-forwarded-port",
  prefix: "x-forwarded-prefix",
};

export const COUNT_NAMES: readonly string[] = ["xFor", "xProto", "xHost", "xPort", "xPrefix", "forwarded"];
const OTHER_NAMES = ["trustedPeers", "trustedProxies", "clientAddressHeader", "headerNames", "allowedHosts", "strict"];

const CORE_USAGE = "resolve(facts, { … }), or createResolver({ … })(facts)";

/**
 * Validates the options and compiles them.
 *
 * @param received - the options; only their own properties are read
 * @param adapterNames - names of options that an adapter reads
 * @throws {ProxyFixOptionsError} if an option is unknown, wrong, empty, or contradicts another
 */
export function compileOptions(received: ProxyFixOptions, adapterNames: readonly string[] = []): CompiledOptions {
  const options = readRecord(received, CORE_USAGE);
  checkKeys(options, [...COUNT_NAMES, ...OTHER_NAMES, ...adapterNames], "");
  const { trust, walk } = compileTrustOptions(options);
  const clientAddressHeader = compileClientAddressHeader(options);
  const counts = readCounts(options, walk);
  const names = readHeaderNames(options.headerNames);
  refuseSharedNames(names, clientAddressHeader);
  const forwardingHeaders = listForwardingHeaders(names, clientAddressHeader?.name);
  const hasOnOff = ON_OFF_NAMES.includes(names.proto);
  return {
    ...counts,
    names,
    readers: mapNames(names, compileReader),
    clientAddressHeader,
    trust,
    walk,
    maxHops: findMaxHops(counts),
    forwardingHeaders,
    signs: [...forwardingHeaders, "via", "cdn-loop", ...VENDOR_SIGNS],
    node: findNodeParser(names.for),
    isAllowedHost: options.allowedHosts === undefined ? undefined : compileAllowedHosts(options.allowedHosts),
    strict: readStrict(options.strict),
    hasOnOff,
    parseProto: hasOnOff ? parseOnOff : parseProto,
    issues: { ...mapNames(names, createIssues), forwarded: createIssues("forwarded") },
  };
}

/** Finds the most hops that a walk crosses with these counts. */
export function findMaxHops({ xFor, xProto, xHost, xPort, xPrefix, forwarded }: Counts): number {
  return Math.min(MOST_PROXIES, Math.max(xFor, xProto, xHost, xPort, xPrefix, forwarded));
}

/** Creates a value for each header, by its fact. */
function mapNames<Value>(
  names: CompiledOptions["names"],
  create: (name: string) => Value,
): Record<keyof HeaderNames, Value> {
  const { for: chain, proto, host, port, prefix } = names;
  return { for: create(chain), proto: create(proto), host: create(host), port: create(port), prefix: create(prefix) };
}

const ON_OFF_NAMES = ["x-forwarded-ssl", "front-end-https"];

function compileTrustOptions({
  trustedPeers,
  trustedProxies,
}: ProxyFixOptions): Pick<CompiledOptions, "trust" | "walk"> {
  if (trustedPeers !== undefined && trustedProxies !== undefined) {
    throw new ProxyFixOptionsError(
      "trustedProxies",
      "cannot be combined with trustedPeers; keep trustedPeers if the counts are exact, " +
        "trustedProxies if the chain of proxies varies",
    );
  }
  if (trustedProxies !== undefined) {
    const walk = compileTrust(trustedProxies, "trustedProxies");
    return { trust: walk, walk };
  }
  const trust = trustedPeers === undefined ? undefined : compileTrust(trustedPeers, "trustedPeers");
  return { trust, walk: undefined };
}

function readCounts(options: ProxyFixOptions, walk: CompiledTrust | undefined): Counts {
  const forwarded = readWalkCount(options.forwarded, "forwarded", walk) ?? 0;
  const counts = {
    xFor: readWalkCount(options.xFor, "xFor", walk) ?? chooseDefaultFor(options, forwarded, walk),
    xProto: readCount(options.xProto, "xProto") ?? (forwarded === 0 ? 1 : 0),
    xHost: readCount(options.xHost, "xHost") ?? 0,
    xPort: readCount(options.xPort, "xPort") ?? 0,
    xPrefix: readCount(options.xPrefix, "xPrefix") ?? 0,
    forwarded,
  };
  for (const name of ["xFor", "xProto", "xHost"] as const) {
    if (forwarded === 0 || counts[name] === 0) continue;
    throw new ProxyFixOptionsError(
      name,
      `cannot be combined with forwarded, which replaces it; leave ${name} out, ` +
        "or leave forwarded out if your proxies write X-Forwarded-*",
    );
  }
  return counts;
}

function chooseDefaultFor(options: ProxyFixOptions, forwarded: number, walk: CompiledTrust | undefined): number {
  if (forwarded > 0 || typeof options.clientAddressHeader === "string") return 0;
  return walk?.isList === true ? Infinity : 1;
}

function readHeaderNames(option: HeaderNames | undefined): CompiledOptions["names"] {
  if (option === undefined) return WELL_KNOWN_NAMES;
  const example = `{ for: ${typeof option === "string" ? describeValue(option) : '"x-client-chain"'} }`;
  const own = readNested(option, "headerNames", Object.keys(WELL_KNOWN_NAMES), example);
  const names = { ...WELL_KNOWN_NAMES };
  for (const fact of Object.keys(own) as (keyof HeaderNames)[]) {
    names[fact] = (fact === "proto" ? readProtoName : readHeaderName)(own[fact], `headerNames.${fact}`);
  }
  return names;
}

/** Refuses one header for two facts: its proxy wrote one of them, and the client may have written the other. */
function refuseSharedNames(names: CompiledOptions["names"], clientAddressHeader: SingleValuedHeader | undefined): void {
  // A gateway makes one header of a name and its aliases.
  const all = Object.values(names).map(toDashed);
  const single = clientAddressHeader === undefined ? undefined : toDashed(clientAddressHeader.name);
  // Given as a string, the client address header replaces X-Forwarded-For, and may be that very header.
  const isChain = clientAddressHeader?.from === undefined && single === toDashed(names.for);
  if (single !== undefined && !isChain) all.push(single);
  const shared = all.find((name, place) => all.indexOf(name) !== place);
  if (shared === undefined) return;
  throw new ProxyFixOptionsError(
    "headerNames",
    `got "${shared}" for two facts; expected a header of its own for each of for, proto, host, port and prefix, ` +
      "and for clientAddressHeader",
  );
}

function listForwardingHeaders(
  names: CompiledOptions["names"],
  clientAddressHeader: string | undefined,
): readonly string[] {
  const all = [...Object.values(WELL_KNOWN_NAMES), "forwarded", ...Object.values(names)];
  if (clientAddressHeader !== undefined) all.push(clientAddressHeader);
  return [...new Set(all)];
}

function readStrict(option: unknown): CompiledOptions["strict"] {
  if (option === undefined) return false;
  if (typeof option === "boolean" || typeof option === "function") return option as CompiledOptions["strict"];
  throw new ProxyFixOptionsError(
    "strict",
    `got ${describeValue(option)}; expected true, false or a function (issue, facts) => boolean${adviseQuotes(option)}`,
  );
}

/** Advises how to write a boolean that came as a text. */
function adviseQuotes(option: unknown): string {
  return option === "true" || option === "false" ? `; write strict: ${option}, without quotes` : "";
}
