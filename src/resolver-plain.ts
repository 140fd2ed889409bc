import { forChain } from "./chain.js";
import type { Plan } from "./options-plan.js";
import { BELIEVED, ResolutionRecord } from "./record.js";
import type { RequestHeaders } from "./resolution.js";
import { settleHost, takeConnectionHost } from "./resolver-host.js";
import { findPlainHost } from "./values/host.js";
import { findItemEndBefore, isItemStart } from "./values/list.js";
import { findPlainAddress } from "./values/plain-address.js";
import { scanPort } from "./values/port.js";
import { findPlainProto, type Proto } from "./values/proto.js";

const ZERO = 48;

/**
 * Takes address, proto, host and port from headers that say them as nearly all do, alone or behind what a client wrote: plain
 * addresses, `http` or `https`, a hostname in lower case without a port; a port alone, without leading zeros. A fifth cheaper,
 * measured on a resolution, than the way of all other requests.
 *
 * @param plan - one that is plain, for a request whose peer is trusted
 * @returns false where any of them says anything else, or nothing, and the record is left alone then
 */
export function takePlain(plan: Plan, headers: RequestHeaders, record: ResolutionRecord): boolean {
  const plain = headers as PlainHeaders;
  const proto = plan.xProto > 0 ? findPlainProto(plain["x-forwarded-proto"]) : record.proto;
  if (proto === undefined) return false;
  const port = plan.xPort > 0 ? readPort(plain["x-forwarded-port"]) : 0;
  if (port < 0) return false;
  if (plan.xHost > 0) {
    if (!takeValues(plan, proto, plain["x-forwarded-for"], plain["x-forwarded-host"], record)) return false;
  } else {
    if (!takeValues(plan, proto, plain["x-forwarded-for"], undefined, record)) return false;
    takeConnectionHost(headers, record);
  }
  // Last: the port of the connection's own host gives way to it.
  if (port > 0) takePort(port, record);
  return true;
}

/** Reads a port that has no leading zeros; -1 where the text is anything else. */
function readPort(text: unknown): number {
  return typeof text !== "string" || text.charCodeAt(0) === ZERO ? -1 : scanPort(text, 0, text.length);
}

function takePort(port: number, record: ResolutionRecord): void {
  record.port = port;
  record.believe(BELIEVED.port);
}

/** @param host - a header's value, or the connection's own host; undefined where that is still to be taken */
function takeValues(plan: Plan, proto: Proto, xFor: unknown, host: unknown, record: ResolutionRecord): boolean {
  if (typeof xFor !== "string") return false;
  const { trust, reach } = plan;
  let end = xFor.length;
  let start = findPlainAddress(xFor, end);
  let entry = 1;
  if (trust !== undefined) {
    // A walk that trusts every entry there is ends at the furthest.
    for (; entry < reach && start > 0 && trust.trustsPlain(); entry += 1) {
      end = findItemEndBefore(xFor, start);
      start = findPlainAddress(xFor, end);
    }
  }
  if (start < 0) return false;
  const address = xFor.slice(start, end);
  if (plan.xHost > 0 || host !== undefined) {
    if (typeof host !== "string") return false;
    const first = findPlainHost(host, host.length);
    if (first !== 0 && (first < 0 || plan.xHost === 0 || !isItemStart(host, first))) return false;
    record.hostname = first === 0 ? host : host.slice(first);
    if (plan.xHost > 0) record.believe(BELIEVED.host);
  }
  record.proto = proto;
  if (plan.xProto > 0) record.believe(BELIEVED.proto);
  record.clientAddress = address;
  record.believe(BELIEVED.for);
  record.keepChain(forChain, xFor, entry);
  return true;
}

/**
 * Resolves a request by values such as {@link takePlain} takes, given one by one; its proto is the very word.
 *
 * @param plan - one that is plain, for a request whose peer is trusted
 * @param proto - what the header says, or the connection's where `xProto` is 0
 * @param xFor - what X-Forwarded-For says
 * @param host - what the header says, or Host where `xHost` is 0
 * @param xPort - what the header says; not asked where `xPort` is 0
 * @returns undefined where any of them says anything else, or nothing, and where the host is not allowed
 */
export function resolvePlain(
  plan: Plan,
  proto: unknown,
  xFor: unknown,
  host: unknown,
  xPort: unknown,
): ResolutionRecord | undefined {
  if (proto !== "https" && proto !== "http") return undefined;
  const port = plan.xPort > 0 ? readPort(xPort) : 0;
  if (port < 0) return undefined;
  const record = new ResolutionRecord(proto, "");
  if (!takeValues(plan, proto, xFor, host, record) || record.hostname === undefined) return undefined;
  if (port > 0) takePort(port, record);
  settleHost(record);
  return plan.isAllowedHost === undefined || plan.isAllowedHost(record.hostname) ? record : undefined;
}

type PlainHeaders = Readonly<Record<string, unknown>>;
