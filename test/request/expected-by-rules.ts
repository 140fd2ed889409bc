/**
 * A second statement of which headers a resolved request has, for the tests to compare the written ones with: simple, slow,
 * and written from the rules alone (docs/reference/rules.md#verified-headers). It decides by the reference, and shares
 * nothing with src but types and the lists of vendor headers.
 */
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { LOCATION_HEADERS, VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { RequestFacts } from "../../src/resolution.js";
import {
  addressOf,
  clientBySingleHeader,
  readElements,
  readStatements,
  spokenDepth,
  walkedDepth,
} from "../reference/client.js";
import { factsByElement, factsByHeaders, portByHeader, prefixByHeader } from "../reference/facts.js";
import { ownProperties } from "../reference/request.js";
import { referenceResolve, type ReferenceResolution } from "../reference/resolve.js";
import { readSettings, type Settings } from "../reference/settings.js";

const FORWARDING = ["for", "proto", "host", "port", "prefix"].map((fact) => `x-forwarded-${fact}`);
const CONNECTION = ["host", ":authority", ":scheme"];

/** Lists the headers, by their names in lower case, that contain a fact about the client under these options. */
function listCovered(options: AdapterOptions): ReadonlySet<string> {
  const { names, single } = readSettings(ownProperties(options));
  const named = [...Object.values(names), ...(single === undefined ? [] : [single.name])];
  const vendors = VENDOR_HEADERS.filter((name) => !isKept(name, options.keepHeaders ?? []));
  return new Set([...CONNECTION, "forwarded", ...FORWARDING, ...vendors, ...named]);
}

function isKept(name: string, kept: readonly string[]): boolean {
  return kept.some((entry) => {
    const pattern = entry.toLowerCase();
    if (!pattern.endsWith("*")) return pattern === name;
    return LOCATION_HEADERS.includes(name) && name.startsWith(pattern.slice(0, -1));
  });
}

/** Returns a name with `-` for every separator. */
function toDashed(name: string): string {
  return name.replaceAll(/[^a-z0-9]/g, "-");
}

/** Returns a check whether a header contains a fact about the client; one with another separator for `-` does too. */
export function coveredBy(options: AdapterOptions): (name: string) => boolean {
  const covered = listCovered(options);
  const dashed = new Set([...covered].map((name) => toDashed(name)));
  return (name) => covered.has(name) || dashed.has(toDashed(name));
}

/** Resolves facts; a refused request has the facts of its connection alone, and the issues for which it was refused. */
export function resolveByRules(facts: RequestFacts, options: ProxyFixOptions): ReferenceResolution {
  const outcome = referenceResolve(facts, options);
  if (!("refused" in outcome)) return outcome;
  const { strict: _, allowedHosts, ...accepting } = options;
  const { issues } = resolveByRules(facts, accepting);
  const hostIssue = {
    header: options.xHost === undefined ? "host" : "x-forwarded-host",
    reason: "host-not-allowed",
  } as const;
  return {
    ...resolveByRules(facts, { xFor: 0, xProto: 0 }),
    issues: allowedHosts === undefined ? issues : [...issues, hostIssue],
  };
}

/**
 * Lists the values of the covered headers: each is the believed one. A header that is not believed has none.
 */
export function valuesByRules(facts: RequestFacts, options: ProxyFixOptions): Map<string, string> {
  const outcome = referenceResolve(facts, options);
  const settings = readSettings(ownProperties(options));
  const values = new Map<string, string>();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") values.set(name, value);
  };
  const isBelieving = !("refused" in outcome) && !outcome.issues.some(({ reason }) => reason === "untrusted-peer");
  const resolution = "refused" in outcome ? resolveByRules(facts, { xFor: 0, xProto: 0 }) : outcome;
  if (isBelieving) for (const [name, value] of listBelieved(facts, settings, outcome)) set(name, value);
  set("host", resolution.host);
  set(":authority", resolution.host);
  set(":scheme", resolution.proto);
  return values;
}

/** Headers of a scheme that contain `on` and `off`. */
const SWITCHES = ["x-forwarded-ssl", "front-end-https"];

function listBelieved(
  facts: RequestFacts,
  settings: Settings,
  resolution: ReferenceResolution,
): [name: string, value: string | undefined][] {
  const { names, single } = settings;
  const statements = readStatements(facts, settings);
  const depth = walkedDepth(statements, settings);
  const spoken = spokenDepth(statements, depth, settings);
  const stated =
    settings.forwarded > 0 ? factsByElement(facts, settings, spoken) : factsByHeaders(facts, settings, spoken);
  const scheme = SWITCHES.includes(names.proto) ? (resolution.proto === "https" ? "on" : "off") : resolution.proto;
  const nobody = { address: undefined, port: undefined, addresses: [], issues: [] };
  const isSingle = single !== undefined && clientBySingleHeader(facts, settings, depth, nobody).address !== undefined;
  const port = portByHeader(facts, settings, spoken).value;
  const hasPrefix = prefixByHeader(facts, settings, spoken).value !== undefined;
  return [
    ...(settings.xFor > 0 ? [[names.for, resolution.addresses.join(", ")] as [string, string]] : []),
    [names.proto, stated.proto !== undefined && settings.forwarded === 0 ? scheme : undefined],
    [names.host, stated.host !== undefined && settings.forwarded === 0 ? resolution.host : undefined],
    [names.port, port === undefined ? undefined : String(resolution.port)],
    [names.prefix, hasPrefix ? resolution.prefix : undefined],
    ...(single === undefined
      ? []
      : [[single.name, isSingle ? resolution.clientAddress : undefined] as [string, string | undefined]]),
    ["forwarded", settings.forwarded > 0 ? formatElements(facts, settings, resolution) : undefined],
  ];
}

/** Formats the believed elements: the client's with its believed parameters, the nearer ones with their addresses. */
function formatElements(facts: RequestFacts, settings: Settings, resolution: ReferenceResolution): string | undefined {
  const elements = readElements(facts) ?? [];
  const statements = readStatements(facts, settings) ?? [];
  const depth = walkedDepth(statements, settings);
  const isWalk = settings.trustsHop !== undefined;
  const wanted = isWalk ? Math.min(settings.forwarded, depth, statements.length) : settings.forwarded;
  const client = elements[wanted - 1];
  if (client === undefined || typeof client === "string") return undefined;
  const stated = factsByElement(facts, settings, spokenDepth(statements, depth, settings));
  const { clientAddress, clientPort } = resolution;
  const pairs = [
    addressOf(statements[wanted - 1]) === undefined ? "" : `for=${quote(formatNode(clientAddress ?? "", clientPort))}`,
    stated.host === undefined ? "" : `host=${quote(resolution.host ?? "")}`,
    stated.proto === undefined ? "" : `proto=${resolution.proto}`,
  ];
  const nearer = statements
    .slice(0, wanted - 1)
    .reverse()
    .map(addressOf)
    .filter((address) => address !== undefined);
  const all = [
    pairs.filter((pair) => pair !== "").join(";"),
    ...nearer.map((node) => `for=${quote(formatNode(node))}`),
  ];
  return all.filter((element) => element !== "").join(", ");
}

function formatNode(address: string, port?: number): string {
  const node = address.includes(":") ? `[${address}]` : address;
  return port === undefined ? node : `${node}:${port}`;
}

/** Text with a colon is no token (RFC 9110 section 5.6.2). */
function quote(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `"${text}"`;
}
