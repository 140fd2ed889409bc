import type { Fact } from "../resolution.js";
import { resolveOrRefuse } from "./candidate.js";
import type { DeclineCode, Fix, Safeguard, RecommendedOptions } from "./recommendation.js";
import { isPlain, type Visit } from "./visit.js";

/** Lists the options that refuse more requests, each with its price; none that refuses a plain visit. */
export function listGuards(options: RecommendedOptions, visits: readonly Visit[]): readonly Safeguard[] {
  const names = new Set(visits.flatMap(({ truth: { hostname } }) => (hostname === undefined ? [] : [hostname])));
  const guards: readonly Safeguard[] = [
    {
      options: { allowedHosts: [...names] },
      price: "Requests for other names, and health checks by address, are refused with 400.",
    },
    { options: { strict: true }, price: "Health checks that skip the proxies are refused with 400." },
  ];
  const plain = visits.filter(isPlain);
  return guards
    .filter((guard) => !("strict" in guard.options && options.strict === true))
    .filter((guard) => plain.every((visit) => resolveOrRefuse({ ...options, ...guard.options }, visit) !== undefined));
}

const FIXES: Readonly<Record<Exclude<Fact, "prefix">, string>> = {
  address: "Let the nearest proxy append the address of its peer to X-Forwarded-For on every request.",
  proto: "Let the proxy that ends TLS overwrite X-Forwarded-Proto on every request, and the others pass it on.",
  host: "Let the outermost proxy overwrite X-Forwarded-Host with the Host that it received, port included.",
  port: "Let the outermost proxy write the port into X-Forwarded-Host or X-Forwarded-Port, on every request.",
};

/**
 * Lists the change that makes each untold fact known.
 *
 * @param page - of the proxy
 */
export function listFixes(untold: readonly Fact[], visits: readonly Visit[], page: string): readonly Fix[] {
  return untold.map((fact) =>
    fact === "prefix" ? { fact, ...describePrefix(visits, page) } : { fact, text: FIXES[fact], page },
  );
}

function describePrefix(visits: readonly Visit[], page: string): Omit<Fix, "fact"> {
  const prefix = visits.find(({ truth }) => truth.prefix !== undefined && truth.prefix !== "")?.truth.prefix;
  if (prefix === undefined) {
    return { text: "A proxy rewrites the path. Let it write the removed prefix into X-Forwarded-Prefix.", page };
  }
  return {
    text:
      `Let the proxy overwrite X-Forwarded-Prefix with ${prefix}, and count it with xPrefix: 1; or write ` +
      `rewriteHeaders(set("x-forwarded-prefix", "${prefix}")) in front of proxyFix.`,
    page: "docs/guide/rewriting-headers.md",
  };
}

const DECLINED: Readonly<Record<DeclineCode, string>> = {
  "no-visit": "No plain visit arrived. Visit the application once without any forged header, past no cache.",
  "same-for-all":
    "Every source gives all visitors the same address, which is a proxy's. Let the outer proxy add its peer's address.",
  "ask-address":
    "No source gives one public address. Type the visitor's address, or visit from another network: " +
    "the visitor changes, and a proxy stays.",
  "address-untold":
    "Check the visitor's address first: a VPN, or IPv6 in place of IPv4, makes it another. If it is right, no header " +
    "contains it in every request: it is missing, a proxy's, or the client's own value passes. " +
    "Every count would make a wrong address the client's.",
};

/** Describes why there are no options. */
export function describeDecline(code: DeclineCode): string {
  return DECLINED[code];
}
