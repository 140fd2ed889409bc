import type { HeaderNames, ProxyFixOptions } from "../../src/options/options.js";
import { ownProperties } from "./request.js";
import { type TrustCheck, compileTrustCheck } from "./trust.js";

/** Valid options with their defaults filled in. */
export interface Settings {
  readonly xFor: number;
  readonly xProto: number;
  readonly xHost: number;
  readonly xPort: number;
  readonly xPrefix: number;
  readonly forwarded: number;
  readonly names: Required<HeaderNames>;
  /** The single-valued header: believed behind any peer, or (with trustedProxies) behind `from` only. */
  readonly single: { readonly name: string; readonly from: TrustCheck | undefined } | undefined;
  readonly trustsPeer: TrustCheck | undefined;
  /** trustedProxies, trusted as a peer and as a hop. */
  readonly trustsHop: TrustCheck | undefined;
}

/** The settings that valid options stand for; the core rejects invalid ones when a resolver is created. */
export function readSettings(options: ProxyFixOptions): Settings {
  const forwarded = options.forwarded ?? 0;
  const { trustedPeers, trustedProxies } = options;
  const trustsHop = trustedProxies === undefined ? undefined : compileTrustCheck(trustedProxies);
  return {
    xFor: options.xFor ?? defaultFor(options),
    xProto: options.xProto ?? (forwarded > 0 ? 0 : 1),
    xHost: options.xHost ?? 0,
    xPort: options.xPort ?? 0,
    xPrefix: options.xPrefix ?? 0,
    forwarded,
    names: readNames(ownProperties(options.headerNames ?? {})),
    single: readSingle(options.clientAddressHeader),
    trustsPeer: trustedPeers === undefined ? trustsHop : compileTrustCheck(trustedPeers),
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
  return { name: header.name.toLowerCase(), from: compileTrustCheck(header.from) };
}
