import { readHeader } from "./headers.js";
import { createIssues } from "./issues.js";
import type { ResolutionRecord } from "./record.js";
import type { RequestHeaders } from "./resolution.js";
import { findPlainHost, formatHostname, scanHost } from "./values/host.js";
import { parsePort } from "./values/port.js";

const HOST_ISSUES = createIssues("host");

/**
 * Takes the host at these offsets: its hostname, and its port where it has one.
 *
 * @returns whether it is a host; the record is left alone otherwise
 */
export function takeHost(text: string, start: number, end: number, record: ResolutionRecord): boolean {
  const past = scanHost(text, start, end);
  if (past < 0) return false;
  record.hostname = formatHostname(text, start, past);
  record.port = parsePort(text, past + 1, end) ?? 0;
  return true;
}

/**
 * Takes the host that the connection itself was asked for: `:authority`, else `Host`. Both and different
 * (RFC 9113 section 8.3.1), or one that fails the grammar, leave it undefined with an issue.
 */
export function takeConnectionHost(headers: RequestHeaders, record: ResolutionRecord): void {
  const authority = readHeader(headers, ":authority");
  const host = readHeader(headers, "host");
  const text = authority ?? host;
  if (text === undefined) return;
  if (authority === undefined && findPlainHost(text, text.length) === 0) {
    record.hostname = text;
    return;
  }
  if (authority !== undefined && host !== undefined && !isSameHost(authority, host)) {
    record.addIssue(HOST_ISSUES.invalid);
  } else if (!takeHost(text, 0, text.length, record)) {
    record.addIssue(HOST_ISSUES.invalid);
  }
}

function isSameHost(one: string, other: string): boolean {
  if (one === other) return true;
  const onePast = scanHost(one, 0, one.length);
  const otherPast = scanHost(other, 0, other.length);
  return (
    onePast > 0 &&
    otherPast > 0 &&
    formatHostname(one, 0, onePast) === formatHostname(other, 0, otherPast) &&
    parsePort(one, onePast + 1, one.length) === parsePort(other, otherPast + 1, other.length)
  );
}

/** Writes `host` from the hostname and the port, and gives `port` the default of the proto where none was said. */
export function settleHost(record: ResolutionRecord): void {
  const standard = record.proto === "https" ? 443 : 80;
  if (record.port === 0) record.port = standard;
  if (record.hostname === undefined) return;
  // Two pieces, not three: each joint of long text is an object.
  record.host = record.port === standard ? record.hostname : record.hostname + `:${record.port}`;
}
