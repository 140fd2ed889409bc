import type { HeaderNames, ProxyFixOptions } from "../../src/options/options.js";
import { type Judge, referenceJudge } from "./trust.js";

/** Valid options with their defaults filled in. */
export interface Settings {
  readonly xFor: number;
  readonly xProto: number;
  readonly xHost: number;
  readonly xPort: number;
  readonly xPrefix: number;
  readonly forwarded: number;
  readonly names: Required<HeaderNames>;
  /** The single-valued header: believed wherever the peer is, or (beside trustedProxies) behind `from` only. */
  readonly single: { readonly name: string; readonly from: Judge | undefined } | undefined;
  readonly trustsPeer: Judge | undefined;
  /** trustedProxies: who is trusted as a peer and as a hop. */
  readonly trustsHop: Judge | undefined;
}

/** The settings that valid options stand for; what is invalid is for the core's own construction to refuse. */
export function readSettings(options: ProxyFixOptions): Settings {
  const forwarded = options.forwarded ?? 0;
  const { trustedPeers, trustedProxies } = options;
  const trustsHop = trustedProxies === undefined ? undefined : referenceJudge(trustedProxies);
  return {
    xFor: options.xFor ?? defaultFor(options),
    xProto: options.xProto ?? (forwarded > 0 ? 0 : 1),
    xHost: options.xHost ?? 0,
    xPort: options.xPort ?? 0,
    xPrefix: options.xPrefix ?? 0,
    forwarded,
    names: readNames(options.headerNames ?? {}),
    single: readSingle(options.clientAddressHeader),
    trustsPeer: trustedPeers === undefined ? trustsHop : referenceJudge(trustedPeers),
    trustsHop,
  };
}

function defaultFor(options: ProxyFixOptions): number {
  if ((options.forwarded ?? 0) > 0 || typeof options.clientAddressHeader === "string") return 0;
  const { trustedProxies } = options;
  return trustedProxies !== undefined && typeof trustedProxies !== "function" ? Number.POSITIVE_INFINITY : 1;
}

function readNames(names: HeaderNames): Required<HeaderNames> {
  return {
    for: (names.for ?? "x-forwarded-for").toLowerCase(),
    proto: (names.proto ?? "x-forwarded-proto").toLowerCase(),
    host: (names.host ?? "x-forwarded-host").toLowerCase(),
    port: (names.port ?? "x-forwarded-port").toLowerCase(),
    prefix: (names.prefix ?? "x-forwarded-prefix").toLowerCase(),
  };
}

function readSingle(header: ProxyFixOptions["clientAddressHeader"]): Settings["single"] {
  if (header === undefined) return undefined;
  if (typeof header === "string") return { name: header.toLowerCase(), from: undefined };
  return { name: header.name.toLowerCase(), from: referenceJudge(header.from) };
}
