import type { CompiledOptions } from "../options/compile-options.js";
import { BELIEVED, type BelievedResolution } from "../resolve/believed-resolution.js";
import { formatForwarded } from "./format-forwarded.js";
import { joinLines, UNCLAIMED, type ExpectedHeaders, type HeaderFields } from "./header-fields.js";
import type { HeaderPolicy, HeaderRole } from "./header-policy.js";

const HOST: readonly string[] = ["host"];

/** Expects the believed value of each header with a fact about the client (docs/reference/rules.md#verified-headers). */
export function expectBelieved(
  policy: HeaderPolicy,
  options: CompiledOptions,
  resolution: BelievedResolution,
): ExpectedHeaders {
  return {
    mayHave: (name) => policy.mayHave(name),
    valueOf: (name) => {
      const role = policy.find(name);
      return role === undefined ? UNCLAIMED : expectedValue(options, resolution, role);
    },
    required: HOST,
  };
}

/** Decides the new value of a header by its role: the believed value, or undefined if the header must be deleted. */
export function expectedValue(
  options: CompiledOptions,
  resolution: BelievedResolution,
  role: HeaderRole,
): string | undefined {
  switch (role) {
    case "delete":
      return undefined;
    case "authority":
      return resolution.host;
    case "scheme":
      return resolution.proto;
    case "for":
      return resolution.isBelieved(BELIEVED.for | BELIEVED.single) ? formatChain(resolution) : undefined;
    case "single":
      return resolution.isBelieved(BELIEVED.single) ? resolution.clientAddress : undefined;
    case "proto":
      return resolution.isBelieved(BELIEVED.proto) ? formatProto(options, resolution) : undefined;
    case "host":
      return resolution.isBelieved(BELIEVED.host) ? resolution.host : undefined;
    case "port":
      return resolution.isBelieved(BELIEVED.port) ? String(resolution.port) : undefined;
    case "prefix":
      return resolution.isBelieved(BELIEVED.prefix) && resolution.prefix !== "" ? resolution.prefix : undefined;
    case "forwarded":
      return formatForwarded(resolution);
  }
}

/** Formats the believed part of X-Forwarded-For: the client first, then each proxy crossed. */
function formatChain(resolution: BelievedResolution): string | undefined {
  const isClientAlone = resolution.chainLength <= 1 && resolution.isBelieved(BELIEVED.for);
  return isClientAlone ? resolution.clientAddress : resolution.addresses.join(", ");
}

function formatProto({ hasOnOff }: CompiledOptions, { proto }: BelievedResolution): string {
  if (!hasOnOff) return proto;
  return proto === "https" ? "on" : "off";
}

/** Expects the received values of the headers that a policy covers: undoes the writing of {@link expectBelieved}. */
export function expectReceived(policy: HeaderPolicy, headers: HeaderFields): ExpectedHeaders {
  return {
    mayHave: (name) => policy.mayHave(name),
    valueOf: (name) => (policy.find(name) === undefined ? UNCLAIMED : joinLines(readOwn(headers, name))),
    required: Object.keys(headers).filter((name) => policy.find(name) !== undefined),
  };
}

/** Expects the values of the headers that a rewrite has changed. */
export function expectRewritten(before: HeaderFields, after: HeaderFields): ExpectedHeaders {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = new Set([...names].filter((name) => readOwn(before, name) !== readOwn(after, name)));
  return {
    mayHave: (name) => changed.has(name.toLowerCase()),
    valueOf: (name) => (changed.has(name) ? joinLines(readOwn(after, name)) : UNCLAIMED),
    required: [...changed],
  };
}

/** A header may have the name of a property that every object inherits, as __proto__. */
function readOwn(headers: HeaderFields, name: string): HeaderFields[string] {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}
