import type { Issue, IssueReason } from "../../src/resolution.js";
import { readElements } from "./client.js";
import { joinedHeader, listItems } from "./read-header.js";
import { type ReferenceHost, parseHost, parsePort } from "./host.js";
import { MAX_PREFIX_LENGTH, parsePrefix } from "./prefix.js";
import { parseProto } from "./proto.js";
import type { ReferenceRequest } from "./request.js";
import type { Settings } from "./settings.js";

/** The proto and the host that the believed values contain. */
export interface ReferenceFacts {
  readonly proto: "http" | "https" | undefined;
  readonly protoIssues: readonly Issue[];
  /** Whether a host is believed: undefined then means that it cannot be known. */
  readonly isHostBelieved: boolean;
  readonly host: ReferenceHost | undefined;
  readonly hostIssues: readonly Issue[];
}

/** A fact by one header: its value if it is good, and whether there was a value to believe. */
interface Reading<T> {
  readonly value: T | undefined;
  readonly isBelieved: boolean;
  readonly issues: readonly Issue[];
}

/** Value min(count, depth) of a header, by docs/reference/rules.md#r2-counts. */
function readFact<T>(
  facts: ReferenceRequest,
  header: string,
  count: number,
  depth: number,
  parse: (text: string) => T | undefined,
): Reading<T> {
  if (count === 0) return { value: undefined, isBelieved: false, issues: [] };
  const text = joinedHeader(facts.headers, header);
  if (text === undefined) return { value: undefined, isBelieved: false, issues: [{ header, reason: "absent" }] };
  const item = listItems(text)[Math.min(count, depth) - 1];
  if (item === undefined) return { value: undefined, isBelieved: false, issues: [{ header, reason: "short-chain" }] };
  return readBelieved(item, header, parse);
}

/** A value that exists is believed, good or not: an item of a list, or a parameter of Forwarded. */
function readBelieved<T>(text: string, header: string, parse: (text: string) => T | undefined): Reading<T> {
  if (text === "") return fault(header, "empty");
  const value = parse(text);
  return value === undefined ? fault(header, "invalid") : { value, isBelieved: true, issues: [] };
}

function fault(header: string, reason: IssueReason): Reading<never> {
  return { value: undefined, isBelieved: true, issues: [{ header, reason }] };
}

/** proto and host by X-Forwarded-Proto and -Host. */
export function factsByHeaders(facts: ReferenceRequest, settings: Settings, depth: number): ReferenceFacts {
  const { names } = settings;
  const proto = readFact(facts, names.proto, settings.xProto, depth, (text) => parseProto(text, names.proto));
  const host = readFact(facts, names.host, settings.xHost, depth, parseHost);
  return toFacts(proto, host);
}

/**
 * proto and host by the believed forwarded-element (R4). A header that is missing, or ends before the element, leaves
 * them the connection's; its issue is the address's, and not added twice.
 */
export function factsByElement(facts: ReferenceRequest, settings: Settings, depth: number): ReferenceFacts {
  const elements = readElements(facts) ?? [];
  const wanted = Math.min(settings.forwarded, depth);
  const unbalanced = elements.includes(undefined);
  if (elements.length === 0 || (wanted > elements.length && !unbalanced)) return toFacts(NOT_STATED, NOT_STATED);
  const element = elements[wanted - 1] ?? "invalid";
  // The address has the issue of the fault already.
  if (typeof element === "string") return toFacts(NOT_STATED, { ...NOT_STATED, isBelieved: true });
  const proto = element.get("proto");
  const host = element.get("host");
  return toFacts(
    proto === undefined ? NOT_STATED : readBelieved(proto, "forwarded", (text) => parseProto(text, "forwarded")),
    host === undefined ? NOT_STATED : readBelieved(host, "forwarded", parseHost),
  );
}

const NOT_STATED = { value: undefined, isBelieved: false, issues: [] } as const;

function toFacts(proto: Reading<"http" | "https">, host: Reading<ReferenceHost>): ReferenceFacts {
  return {
    proto: proto.value,
    protoIssues: proto.issues,
    isHostBelieved: host.isBelieved,
    host: host.value,
    hostIssues: host.issues,
  };
}

/** The believed X-Forwarded-Port, which may stand beside Forwarded. */
export function portByHeader(facts: ReferenceRequest, settings: Settings, depth: number): Reading<number> {
  return readFact(facts, settings.names.port, settings.xPort, depth, parsePort);
}

/**
 * The believed X-Forwarded-Prefix, which may stand beside Forwarded: the last values, joined outermost first (R9). The
 * issue is that of the outermost value that is not good.
 */
export function prefixByHeader(facts: ReferenceRequest, settings: Settings, depth: number): Reading<string> {
  const header = settings.names.prefix;
  const count = Math.min(settings.xPrefix, depth);
  const furthest = readFact(facts, header, count, depth, parsePrefix);
  if (!furthest.isBelieved) return furthest;
  const items = listItems(joinedHeader(facts.headers, header) ?? "").slice(0, count);
  const readings = items.reverse().map((item) => readBelieved(item, header, parsePrefix));
  const prefix = readings.map((reading) => reading.value).join("");
  const tooLong = prefix.length > MAX_PREFIX_LENGTH ? fault(header, "invalid") : undefined;
  return readings.find((reading) => reading.value === undefined) ?? tooLong ?? { ...furthest, value: prefix };
}
