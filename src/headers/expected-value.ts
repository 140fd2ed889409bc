import type { CompiledOptions } from "../options/compile-options.js";
import { BELIEVED, type BelievedResolution } from "../resolve/believed-resolution.js";
import { formatForwarded } from "./format-forwarded.js";
import type { HeaderRole } from "./header-policy.js";

/**
 * Decides the new value of a header.
 *
 * @param role - the fact that the header contains
 * @returns the believed value, or undefined if the header must be deleted
 */
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
