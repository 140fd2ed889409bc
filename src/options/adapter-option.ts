import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { LOCATION_HEADERS, VENDOR_HEADERS } from "./vendor-headers.js";

/** The names of the options that every adapter reads and the resolver does not. */
export const ADAPTER_NAMES: readonly string[] = ["forwardedHeaders", "keepHeaders", "shadow", "warnings"];

/** @throws {ProxyFixOptionsError} if it is neither `"verified"` nor `"keep"` */
export function readForwardedHeaders(value: unknown): "verified" | "keep" {
  if (value === undefined || value === "verified" || value === "keep") return value ?? "verified";
  throw new ProxyFixOptionsError("forwardedHeaders", `got ${describeValue(value)}; expected "verified" or "keep"`);
}

/**
 * Reads an option that is true or false.
 *
 * @returns the option, or undefined if it is unset
 * @throws {ProxyFixOptionsError} if it is neither
 */
export function readSwitch(value: unknown, name: string): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  throw new ProxyFixOptionsError(name, `got ${describeValue(value)}; expected true or false`);
}

/**
 * Reads the vendor headers to keep.
 *
 * @param forwarding - the forwarding headers, which cannot be kept one by one
 * @throws {ProxyFixOptionsError} if it is no list, or an entry names no header that would be deleted
 */
export function readKeepHeaders(value: unknown, forwarding: readonly string[]): ReadonlySet<string> {
  if (value === undefined) return new Set();
  if (Array.isArray(value)) return new Set(value.flatMap((entry) => listKept(entry, forwarding)));
  const list = typeof value === "string" ? `[${describeValue(value)}]` : '["cf-connecting-ip"]';
  throw new ProxyFixOptionsError(
    "keepHeaders",
    `got ${describeValue(value)}; expected a list of header names such as ${list}`,
  );
}

/** Lists the headers that an entry names: one vendor header, or location headers by a pattern. */
function listKept(value: unknown, forwarding: readonly string[]): readonly string[] {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  if (name.length > 1 && name.endsWith("*")) {
    const kept = LOCATION_HEADERS.filter((header) => header.startsWith(name.slice(0, -1)));
    if (kept.length > 0) return kept;
  }
  if (VENDOR_HEADERS.includes(name) && !forwarding.includes(name)) return [name];
  const hint = forwarding.includes(name)
    ? 'expected a vendor header; forwardedHeaders: "keep" leaves the forwarding headers alone'
    : 'expected a vendor header that would be deleted, such as "x-real-ip", or a pattern of location headers, such as ' +
      '"cf-*"; any other header is left alone anyway';
  throw new ProxyFixOptionsError("keepHeaders", `got ${describeValue(value)}; ${hint}`);
}
