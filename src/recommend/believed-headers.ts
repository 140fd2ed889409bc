import type { HeaderNames, ProxyFixOptions } from "../options/options.js";
import type { Fact } from "../resolution.js";
import type { RecommendedOptions } from "./recommendation.js";

/** A header that options believe. */
export interface BelievedHeader {
  /** In lower case. */
  readonly header: string;
  /** The fact that it contains; for Forwarded the address. */
  readonly fact: Fact;
  /** Whether the header is a list, of which an option counts the values. */
  readonly isCounted: boolean;
  /** Options that believe the header's last value, and no other header. */
  readonly alone: ProxyFixOptions;
}

/** The options that count, the fact, the key of headerNames that renames their header, and the header's usual name. */
const COUNTED: readonly (readonly [
  count: "xFor" | "xProto" | "xHost" | "xPort" | "xPrefix",
  fact: Fact,
  key: keyof HeaderNames,
  header: string,
])[] = [
  ["xFor", "address", "for", "x-forwarded-for"],
  ["xProto", "proto", "proto", "x-forwarded-proto"],
  ["xHost", "host", "host", "x-forwarded-host"],
  ["xPort", "port", "port", "x-forwarded-port"],
  ["xPrefix", "prefix", "prefix", "x-forwarded-prefix"],
];

/** Lists the headers that options believe. */
export function listBelieved(options: RecommendedOptions): readonly BelievedHeader[] {
  const { clientAddressHeader, forwarded = 0 } = options;
  const single =
    clientAddressHeader === undefined
      ? []
      : [createBelieved(clientAddressHeader, "address", { clientAddressHeader, xProto: 0 }, { isCounted: false })];
  const last = { forwarded: Math.min(forwarded, 1) };
  const standard = forwarded === 0 ? [] : [createBelieved("forwarded", "address", last)];
  return [...single, ...listCounted(options), ...standard];
}

function listCounted(options: RecommendedOptions): readonly BelievedHeader[] {
  return COUNTED.flatMap(([count, fact, key, usual]) => {
    const isWalked = count === "xFor" && options.trustedProxies !== undefined;
    if (!isWalked && (options[count] ?? 0) === 0) return [];
    const header = options.headerNames?.[key] ?? usual;
    return [createBelieved(header, fact, { xFor: 0, xProto: 0, [count]: 1, headerNames: { [key]: header } })];
  });
}

function createBelieved(
  header: string,
  fact: Fact,
  alone: ProxyFixOptions,
  { isCounted } = { isCounted: true },
): BelievedHeader {
  return { header, fact, isCounted, alone };
}
