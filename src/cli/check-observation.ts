import { isIP } from "node:net";

import { isArrivedRequest, isRecord, isText, type Fields } from "../recommend/is-arrived-request.js";
import type { Observation } from "../recommend/observation.js";

/**
 * Finds the fault of a value that has to be an observation.
 *
 * @returns the wrong field and the expected value; undefined if it is an observation
 */
export function findObservationFault(value: unknown): string | undefined {
  if (!isRecord(value)) return "expected an object with sent and arrived";
  const { sent, arrived, answered } = value;
  if (!isRecord(sent)) return "sent: expected an object with the url";
  const fault = findSentFault(sent);
  if (fault !== undefined) return fault;
  if (!isArrival(arrived)) {
    return "arrived: expected { facts, path, rawHeaders }, { status }, { failed } or { cached: true }";
  }
  const isAnswered =
    answered === undefined || (isRecord(answered) && isText(answered["server"]) && isText(answered["via"]));
  return isAnswered ? undefined : "answered: expected an object with server and via";
}

function findSentFault({ url, headers, address, visitor, httpRedirects }: Fields): string | undefined {
  if (typeof url !== "string" || !/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    return "sent.url: expected a whole URL, such as https://example.com/?a=1";
  }
  if (headers !== undefined && !(Array.isArray(headers) && headers.every(isHeader))) {
    return 'sent.headers: expected pairs, such as [["x-real-ip", "192.0.2.1"]]';
  }
  if (address !== undefined && (typeof address !== "string" || isIP(address) === 0)) {
    return "sent.address: expected an IP address";
  }
  if (!isText(visitor)) return "sent.visitor: expected a text";
  return httpRedirects === undefined || httpRedirects === true ? undefined : "sent.httpRedirects: expected true";
}

/** Returns whether a value describes how a request arrived, or why not. */
function isArrival(value: unknown): value is Observation["arrived"] {
  if (!isRecord(value)) return false;
  if ("facts" in value) return isArrivedRequest(value);
  const { status, failed, cached } = value;
  return Number.isInteger(status) || typeof failed === "string" || cached === true;
}

function isHeader(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
