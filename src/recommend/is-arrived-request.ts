import type { ArrivedRequest } from "./observation.js";

/** An object of unknown fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns whether a value is a request as an application received it. */
export function isArrivedRequest(value: unknown): value is ArrivedRequest {
  if (!isRecord(value) || !isRecord(value["facts"])) return false;
  const { facts, path, rawHeaders, gateway } = value;
  const { headers, peerAddress, peerPort, encrypted, authority, prefix } = facts;
  return (
    isRecord(headers) &&
    Object.values(headers).every(isHeaderValue) &&
    [peerAddress, authority, prefix].every(isText) &&
    (peerPort === undefined || typeof peerPort === "number") &&
    (encrypted === undefined || typeof encrypted === "boolean") &&
    typeof path === "string" &&
    Array.isArray(rawHeaders) &&
    rawHeaders.length % 2 === 0 &&
    rawHeaders.every((part) => typeof part === "string") &&
    (gateway === undefined || gateway === true)
  );
}

function isHeaderValue(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));
}

/** Returns whether an optional text is one. */
export function isText(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

/** Returns whether a value is an object with fields. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
