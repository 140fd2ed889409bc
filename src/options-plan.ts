import { describeValue, ProxyFixOptionsError } from "./errors.js";
import { compileClientAddressHeader, type SingleHeader } from "./options-client-address.js";
import { compileAllowedHosts, type HostCheck } from "./options-allowed-hosts.js";
import { checkKeys, readCount, readHeaderName } from "./options-values.js";
import { createIssues, type HeaderIssues } from "./issues.js";
import { compileReaders, type HeaderReader } from "./headers.js";
import type { HeaderNames, ProxyFixOptions } from "./options.js";
import { compileTrust, type CompiledTrust } from "./trust/trust.js";
import { parseOnOff, parseProto } from "./values/proto.js";

/** The options, checked and compiled once; every request is resolved from this. */
export interface Plan {
  readonly xFor: number;
  readonly xProto: number;
  readonly xHost: number;
  readonly xPort: number;
  readonly xPrefix: number;
  readonly forwarded: number;
  readonly names: Readonly<Required<HeaderNames>>;
  /** Reads each of these headers. */
  readonly readers: Readonly<Record<keyof HeaderNames, HeaderReader>>;
  /** The header that holds the client's address alone. */
  readonly clientAddressHeader: SingleHeader | undefined;
  /** trustedPeers or trustedProxies; undefined where anyone may connect. */
  readonly trust: CompiledTrust | undefined;
  /** Whether trust is trustedProxies: the walk of R3. */
  readonly walks: boolean;
  /** How far the walk goes at most: the largest count, and no further than 64. */
  readonly reach: number;
  /** Every header that shows a proxy at work: the six standard ones, renamed ones, the client address header. */
  readonly forwardingHeaders: readonly string[];
  /**
   * Whether the options are as most are: one proxy, or networks to walk, X-Forwarded-For, perhaps the proto, the host and
   * the port that one proxy says, by their usual names.
   */
  readonly isPlain: boolean;
  readonly isAllowedHost: HostCheck | undefined;
  readonly strict: NonNullable<ProxyFixOptions["strict"]>;
  /** Whether the proto header says `on` and `off`, as the two headers do that use these words. */
  readonly readsOnOff: boolean;
  /** Reads the proto header. */
  readonly parseProto: typeof parseProto;
  /** The issues of each header, by the fact it tells. */
  readonly issues: Readonly<Record<keyof HeaderNames | "forwarded", HeaderIssues>>;
}

const STANDARD_NAMES: Readonly<Required<HeaderNames>> = {
  for: "x-forwarded-for",
  proto: "x-forwarded-proto",
  host: "x-forwarded-host",
  port: "x-forwarded-port",
  prefix: "x-forwarded-prefix",
};

/** No chain of proxies is as long; it bounds the work that a long list can cause. */
const LONGEST_WALK = 64;

const OPTION_NAMES = [
  "xFor",
  "xProto",
  "xHost",
  "xPort",
  "xPrefix",
  "forwarded",
  "trustedPeers",
  "trustedProxies",
  "clientAddressHeader",
  "headerNames",
  "allowedHosts",
  "strict",
] as const;

/**
 * Checks the options and compiles them.
 *
 * @param options - the options
 * @param otherNames - options that somebody else reads, such as an adapter's
 * @throws {ProxyFixOptionsError} if an option is unknown, wrong, empty, or contradicts another
 */
export function compilePlan(options: ProxyFixOptions, otherNames: readonly string[] = []): Plan {
  checkKeys(options, [...OPTION_NAMES, ...otherNames], "");
  const { trust, walks } = compileTrustOptions(options);
  const clientAddressHeader = compileClientAddressHeader(options, walks);
  const counts = readCounts(options, walks && trust?.isFunction === false);
  const names = readHeaderNames(options.headerNames);
  if (clientAddressHeader !== undefined) {
    // Plain, it stands in the place of X-Forwarded-For, and may be that header, held to a single value.
    const { for: chain, ...others } = names;
    const isPlain = clientAddressHeader.from === undefined;
    refuseTwice([clientAddressHeader.name, ...Object.values(others), ...(isPlain ? [] : [chain])]);
  }
  const largest = Math.max(counts.xFor, counts.xProto, counts.xHost, counts.xPort, counts.xPrefix, counts.forwarded);
  return {
    ...counts,
    names,
    readers: compileReaders(names),
    clientAddressHeader,
    trust,
    walks,
    reach: Math.min(largest, LONGEST_WALK),
    forwardingHeaders: listForwardingHeaders(names, clientAddressHeader?.name),
    isPlain: isPlainPlan(counts, names, walks && trust?.isFunction === false) && clientAddressHeader === undefined,
    isAllowedHost: options.allowedHosts === undefined ? undefined : compileAllowedHosts(options.allowedHosts),
    strict: readStrict(options.strict),
    readsOnOff: ON_OFF_NAMES.includes(names.proto),
    parseProto: ON_OFF_NAMES.includes(names.proto) ? parseOnOff : parseProto,
    issues: {
      for: createIssues(names.for),
      proto: createIssues(names.proto),
      host: createIssues(names.host),
      port: createIssues(names.port),
      prefix: createIssues(names.prefix),
      forwarded: createIssues("forwarded"),
    },
  };
}

const ON_OFF_NAMES = ["x-forwarded-ssl", "front-end-https"];

function compileTrustOptions(options: ProxyFixOptions): Pick<Plan, "trust" | "walks"> {
  const { trustedPeers, trustedProxies } = options;
  if (trustedPeers !== undefined && trustedProxies !== undefined) {
    throw new ProxyFixOptionsError(
      "trustedProxies",
      "got it beside trustedPeers; expected one of the two; keep trustedPeers where the counts are exact, " +
        "trustedProxies where the chain varies",
    );
  }
  if (trustedProxies !== undefined) return { trust: compileTrust(trustedProxies, "trustedProxies"), walks: true };
  if (trustedPeers !== undefined) return { trust: compileTrust(trustedPeers, "trustedPeers"), walks: false };
  return { trust: undefined, walks: false };
}

type Counts = Pick<Plan, "xFor" | "xProto" | "xHost" | "xPort" | "xPrefix" | "forwarded">;

function readCounts(options: ProxyFixOptions, isBounded: boolean): Counts {
  const forwarded = readCount(options.forwarded, 0, "forwarded", isBounded);
  const standard = forwarded === 0 ? 1 : 0;
  const defaultFor = typeof options.clientAddressHeader === "string" ? 0 : isBounded ? Infinity : 1;
  const counts = {
    xFor: readCount(options.xFor, forwarded === 0 ? defaultFor : 0, "xFor", isBounded),
    xProto: readCount(options.xProto, standard, "xProto", false),
    xHost: readCount(options.xHost, 0, "xHost", false),
    xPort: readCount(options.xPort, 0, "xPort", false),
    xPrefix: readCount(options.xPrefix, 0, "xPrefix", false),
    forwarded,
  };
  for (const name of ["xFor", "xProto", "xHost"] as const) {
    if (forwarded === 0 || counts[name] === 0) continue;
    throw new ProxyFixOptionsError(
      name,
      `got ${counts[name]} beside forwarded, which replaces it; expected one family of headers; ` +
        `leave ${name} out, or forwarded where your proxies write X-Forwarded-*`,
    );
  }
  return counts;
}

/** @param walksNetworks - whether the client is found by a walk that asks no function */
function isPlainPlan(counts: Counts, names: Plan["names"], walksNetworks: boolean): boolean {
  const { xFor, xProto, xHost, xPort, xPrefix } = counts;
  const isOne = Math.max(xProto, xHost, xPort) <= 1 && xPrefix === 0 && (walksNetworks ? xFor >= 1 : xFor === 1);
  return isOne && (["for", "proto", "host", "port"] as const).every((fact) => names[fact] === STANDARD_NAMES[fact]);
}

function readHeaderNames(option: HeaderNames | undefined): Plan["names"] {
  if (option === undefined) return STANDARD_NAMES;
  checkKeys(option, ["for", "proto", "host", "port", "prefix"], "headerNames.");
  const names = { ...STANDARD_NAMES };
  for (const fact of Object.keys(option) as (keyof HeaderNames)[]) {
    names[fact] = readHeaderName(option[fact], `headerNames.${fact}`);
  }
  refuseTwice(Object.values(names));
  return names;
}

/** Each fact has a header of its own: believed for two, one of them would be what the other's proxy never wrote. */
function refuseTwice(all: readonly string[]): void {
  const twice = all.find((name, place) => all.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new ProxyFixOptionsError(
      "headerNames",
      `got "${twice}" for two facts; expected a header of its own for each of for, proto, host, port and prefix, ` +
        "and for clientAddressHeader",
    );
  }
}

function listForwardingHeaders(names: Plan["names"], clientAddressHeader: string | undefined): readonly string[] {
  const all = [...Object.values(STANDARD_NAMES), "forwarded", ...Object.values(names)];
  if (clientAddressHeader !== undefined) all.push(clientAddressHeader);
  return [...new Set(all)];
}

function readStrict(option: unknown): Plan["strict"] {
  if (option === undefined) return false;
  if (typeof option === "boolean" || typeof option === "function") return option as Plan["strict"];
  throw new ProxyFixOptionsError(
    "strict",
    `got ${describeValue(option)}; expected true, false or a function (issue, facts) => boolean`,
  );
}
