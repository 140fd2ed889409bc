import { compilePlan, type Plan } from "../options-plan.js";
import type { ProxyFixOptions } from "../options.js";
import { BELIEVED, type ResolutionRecord } from "../record.js";
import type { RequestFacts, Resolution } from "../resolution.js";
import { resolveConnection, resolveRecord } from "../resolver.js";
import { ProxyFixOptionsError, ProxyFixRefusal, describeValue } from "../errors.js";
import { STANDARD_NAMES } from "./standard-headers.js";
import { formatForwarded } from "./format-forwarded.js";
import type { AdapterResolution, Original } from "./incoming-request.js";
import { compileUsual, type UsualWay } from "./usual-request.js";
import {
  compileClaims,
  NO_CHANGES,
  verifyHeaders,
  type Claim,
  type ClaimNames,
  type HeaderChanges,
  type PlainHeaders,
  type Verifier,
} from "./verified-headers.js";

export { describeValue, ProxyFixOptionsError, ProxyFixRefusal } from "../errors.js";
export { externalUrl } from "../external-url.js";
export { isSameRecord } from "../rewrite/headers.js";
export { checkRewrite, pipe } from "../rewrite/pipe.js";
export { parsePeer } from "../values/node.js";

/** Options of every adapter: those of the resolver, and what the application is to see. */
export interface AdapterOptions extends ProxyFixOptions {
  /**
   * `"verified"`: the headers the application sees hold only what is believed. `"keep"`: they stay as they came.
   *
   * Security: kept, every middleware that reads a forwarding header by itself reads what the client wrote.
   *
   * @default "verified"
   */
  readonly forwardedHeaders?: "verified" | "keep";
  /**
   * Vendor headers to leave alone that would be deleted, such as `["cf-connecting-ip"]`.
   *
   * Security: most proxies pass them through from the client.
   *
   * @default none
   */
  readonly keepHeaders?: readonly string[];
}

/** Options of adapters whose applications read the socket itself. */
export interface SocketOptions {
  /**
   * Gives each request a view of its socket of its own, with the resolved remoteAddress, remotePort and encrypted. For
   * software that reads the socket itself, such as pino-http or socket.io.
   *
   * @default false
   */
  readonly socket?: boolean;
}

/** The options of an adapter, compiled: what its requests go through. */
export interface Engine extends Verifier {
  /** Whether `socket: true` was asked for. */
  readonly wantsSocketView: boolean;
  /**
   * Resolves a request.
   *
   * @throws {ProxyFixRefusal} if `strict` or `allowedHosts` refuse it
   */
  resolve(facts: RequestFacts): Resolution;
  /**
   * Tells how headers must change so that they hold only what is believed. Nothing is written here.
   *
   * @param resolution - what {@link Engine.resolve} gave for these headers
   * @param sources - headers, names in lower case: those that were resolved, then whatever else may show some
   * @returns empty where nothing has to change
   */
  verify(resolution: Resolution, sources: readonly PlainHeaders[]): HeaderChanges;
  /** Whether {@link Engine.resolve} reads no headers but the standard ones, where no `strict` of the user's own reads others. */
  readonly readsStandard: boolean;
  /** Whether the headers may be verified where they stand: no code of the user's, as a `strict`, is shown them before. */
  readonly findsLines: boolean;
  /** Whether headers are verified, or kept as they came. */
  readonly verifies: boolean;
  /** The short way of usual requests; undefined where the options have none. */
  readonly usual: UsualWay | undefined;
}

/** Has a resolution tell, when it is asked, what the request was before: whatever the holder says then. */
export function holdOriginal(resolution: Resolution, holder: { readonly original: Original }): AdapterResolution {
  // Only what resolve gave comes here.
  (resolution as ResolutionRecord).holdOriginal(holder);
  return resolution as AdapterResolution;
}

const ADAPTER_NAMES = ["forwardedHeaders", "keepHeaders"];

/**
 * Compiles an adapter's options.
 *
 * @param options - of the adapter
 * @param hasSocket - whether the adapter knows the option `socket`
 * @throws {ProxyFixOptionsError} if an option is wrong
 */
export function createEngine(options: AdapterOptions & SocketOptions = {}, hasSocket = false): Engine {
  const plan = compilePlan(options, hasSocket ? [...ADAPTER_NAMES, "socket"] : ADAPTER_NAMES);
  const claims = compileClaims(describeClaims(plan), readKeepHeaders(options.keepHeaders));
  const verifies = readForwardedHeaders(options.forwardedHeaders) === "verified";
  const verifier: Verifier = {
    claims,
    // Only what resolve gave comes here; anything else fails loudly rather than leave a client's headers in place.
    tell: (resolution, claim) => tellClaim(plan, resolution as ResolutionRecord, claim),
  };
  return {
    wantsSocketView: readSocket(options.socket),
    resolve: (facts) => resolveRecord(plan, facts),
    verify: (resolution, sources) => (verifies ? verifyHeaders(verifier, resolution, sources) : NO_CHANGES),
    readsStandard: readsStandard(plan),
    findsLines: typeof plan.strict !== "function",
    verifies,
    usual: compileUsual(plan),
    ...verifier,
  };
}

/**
 * Says whether an error is a refusal, by its code: another copy of this package in the process, which shares the state of
 * a request, has a class of its own.
 */
export function isRefusal(error: unknown): error is ProxyFixRefusal {
  return (error as { code?: unknown } | null | undefined)?.code === "ERR_PROXYFIX_REFUSED";
}

/** Refuses a request that came with more header lines than the parser keeps: some were dropped, and nobody knows which. */
export function refuseLines(facts: RequestFacts): never {
  throw new ProxyFixRefusal(431, [], resolveConnection(facts, []));
}

function describeClaims(plan: Plan): ClaimNames {
  const isForwarded = plan.forwarded > 0;
  return {
    for: plan.xFor === 0 ? undefined : plan.names.for,
    proto: isForwarded ? undefined : plan.names.proto,
    host: isForwarded ? undefined : plan.names.host,
    port: plan.names.port,
    prefix: plan.names.prefix,
    forwarded: isForwarded ? "forwarded" : undefined,
    single: plan.clientAddressHeader?.name,
    deleted: plan.forwardingHeaders,
  };
}

function readsStandard({ forwardingHeaders }: Plan): boolean {
  const names: readonly string[] = STANDARD_NAMES;
  return forwardingHeaders.every((name) => names.includes(name));
}

/** Tells the believed text of a claim, undefined where it is not believed. */
function tellClaim(plan: Plan, record: ResolutionRecord, claim: Claim): string | undefined {
  switch (claim) {
    case "delete":
      return undefined;
    case "authority":
      return record.host;
    case "scheme":
      return record.proto;
    case "for":
      return record.isBelieved(BELIEVED.for | BELIEVED.single) ? formatChain(record) : undefined;
    case "single":
      return record.isBelieved(BELIEVED.single) ? record.clientAddress : undefined;
    case "proto":
      return record.isBelieved(BELIEVED.proto) ? formatProto(plan, record) : undefined;
    case "host":
      return record.isBelieved(BELIEVED.host) ? record.host : undefined;
    case "port":
      return record.isBelieved(BELIEVED.port) ? String(record.port) : undefined;
    case "prefix":
      return record.isBelieved(BELIEVED.prefix) && record.prefix !== "" ? record.prefix : undefined;
    case "forwarded":
      return formatForwarded(record);
  }
}

/** The believed part of X-Forwarded-For: the client first, each proxy crossed behind it. */
function formatChain(record: ResolutionRecord): string | undefined {
  return record.chainLength <= 1 && record.isBelieved(BELIEVED.for)
    ? record.clientAddress
    : record.addresses.join(", ");
}

function formatProto(plan: Plan, record: ResolutionRecord): string {
  if (!plan.readsOnOff) return record.proto;
  return record.proto === "https" ? "on" : "off";
}

function readForwardedHeaders(value: unknown): "verified" | "keep" {
  if (value === undefined || value === "verified" || value === "keep") return value ?? "verified";
  throw new ProxyFixOptionsError("forwardedHeaders", `got ${describeValue(value)}; expected "verified" or "keep"`);
}

function readSocket(value: unknown): boolean {
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw new ProxyFixOptionsError("socket", `got ${describeValue(value)}; expected true or false`);
}

function readKeepHeaders(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    throw new ProxyFixOptionsError(
      "keepHeaders",
      `got ${describeValue(value)}; expected a list of header names such as ["cf-connecting-ip"]`,
    );
  }
  return value as readonly string[];
}
