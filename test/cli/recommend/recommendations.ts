import type { Recommendation } from "../../../src/recommend/recommendation.js";

/** A recommendation for two proxies, with other parts in place of some of its own. */
export function createRecommendation(parts: Partial<Recommendation> = {}): Recommendation {
  return {
    verdict: "likely",
    options: { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    untold: ["prefix"],
    facts: {
      address: { value: "203.0.113.9", source: "x-forwarded-for", forged: true },
      proto: { value: "https", source: "x-forwarded-proto", forged: true },
      host: { value: "app.example.com", source: "x-forwarded-host", forged: false },
      port: { value: 443, source: "connection", forged: false },
      prefix: { value: null, source: null, forged: false },
    },
    checks: [
      { code: "forged", state: "done", limit: "unsure", text: "Each believed header was forged once." },
      { code: "other-scheme", state: "open", limit: "likely", text: "Only https was visited." },
    ],
    choices: {},
    guards: [],
    fixes: [],
    proxy: { name: null, page: "docs/deploy/README.md" },
    ...parts,
  };
}
