import type { Explanation, Hop } from "../../../src/explain/explanation.js";

/** A believed hop of the connection. */
export const PEER: Hop = {
  hop: 0,
  address: "10.0.0.2",
  role: "proxy",
  verdict: "believed",
  reason: "trusted",
  saidBy: "connection",
};

/** An explanation of a request through one proxy, with other parts in place of some of its own. */
export function createExplanation(parts: Partial<Explanation> = {}): Explanation {
  return {
    resolution: {
      clientAddress: "203.0.113.9",
      clientPort: null,
      addresses: ["203.0.113.9"],
      proto: "https",
      host: "app.example.com",
      hostname: "app.example.com",
      port: 443,
      prefix: "",
      origin: "https://app.example.com",
      issues: [],
    },
    refusal: null,
    gate: { peer: "10.0.0.2", verdict: "trusted", option: "trustedPeers" },
    chain: {
      header: "x-forwarded-for",
      unlisted: 0,
      hops: [
        PEER,
        {
          hop: 1,
          address: "203.0.113.9",
          role: "client",
          verdict: "believed",
          reason: "counted",
          saidBy: 0,
          header: "x-forwarded-for",
          line: 1,
          text: "203.0.113.9",
        },
      ],
    },
    facts: {
      address: {
        value: "203.0.113.9",
        source: { header: "x-forwarded-for", place: 1, line: 1, lines: 1, text: "203.0.113.9" },
      },
      proto: {
        value: "https",
        source: { header: "x-forwarded-proto", place: 1, line: 1, lines: 1, text: "https" },
      },
      host: { value: "app.example.com", source: { connection: "host" } },
      port: { value: 443, source: { connection: "default-port" } },
      prefix: { value: "", source: { connection: "mount" } },
    },
    counts: {},
    forgeable: [],
    ...parts,
  };
}
