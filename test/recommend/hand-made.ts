import type { ArrivedRequest, Observation, SentRequest } from "../../src/recommend/observation.js";
import type { RequestFacts } from "../../src/resolution.js";

/** The visitor of observations made by hand. */
export const VISITOR = "81.2.69.77";
export const PAGE = "https://app.example.com/page?n=1";

/** An observation made by hand; the parts that are left out are those of a plain visit to {@link PAGE}. */
export interface HandMade extends Partial<SentRequest> {
  /** The headers that arrived; Host is the URL's. */
  readonly arrived?: RequestFacts["headers"];
  /** The peer; null leaves it out. */
  readonly peer?: string | null;
  readonly encrypted?: boolean;
  readonly path?: string;
  readonly gateway?: true;
}

/** Creates an observation of a visitor who typed the address. */
export function observe({ arrived, peer = "127.0.0.1", encrypted, path, gateway, ...sent }: HandMade): Observation {
  const url = sent.url ?? PAGE;
  const [, host = "", target = ""] = /^\w+:\/\/([^/]*)(.*)$/.exec(url) ?? [];
  const facts: RequestFacts = {
    headers: { host, ...arrived },
    ...(peer === null ? {} : { peerAddress: peer }),
    ...(encrypted === undefined ? {} : { encrypted }),
  };
  const received: ArrivedRequest = { facts, path: path ?? target, rawHeaders: [], ...(gateway ? { gateway } : {}) };
  return { sent: { url, address: VISITOR, ...sent }, arrived: received };
}

/** Creates an observation of a visitor who typed no address. */
export function observeUntyped(visit: HandMade): Observation {
  const { sent, ...rest } = observe(visit);
  const { address: _, ...untyped } = sent;
  return { ...rest, sent: visit.address === undefined ? untyped : sent };
}

const FORGED: Readonly<Record<string, string>> = {
  "x-forwarded-for": "203.0.113.66",
  "x-forwarded-host": "forged.invalid",
  "x-forwarded-port": "4443",
};

/** A forged value of each header in turn, once or on two lines. The scheme is not the one of the page. */
export function forge(scheme: string, names: readonly string[], lines = 1): NonNullable<SentRequest["headers"]> {
  const other = scheme === "https" ? "http" : "https";
  return names.flatMap((name) => Array.from({ length: lines }, () => [name, FORGED[name] ?? other] as const));
}

/** The headers that {@link proxy} writes. */
export const WRITTEN: readonly string[] = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];

/** Sends a request through a proxy that appends to X-Forwarded-For and overwrites the scheme and the host. */
export function proxy(visit: HandMade = {}): Observation {
  const { url = PAGE, headers = [], address = VISITOR } = visit;
  const chain = headers.filter(([name]) => name === "x-forwarded-for").map(([, value]) => value);
  return observe({
    ...visit,
    arrived: {
      "x-forwarded-for": [...chain, address].join(", "),
      "x-forwarded-proto": url.split(":")[0]!,
      "x-forwarded-host": "app.example.com",
      ...visit.arrived,
    },
  });
}

/** Everything that can be tried with {@link proxy}: both schemes, forged values, two lines of each, Connection. */
export function tryEverything(): readonly Observation[] {
  return ["http", "https"].flatMap((scheme) => {
    const url = `${scheme}://app.example.com/page?n=1`;
    return [
      proxy({ url }),
      proxy({ url, headers: forge(scheme, WRITTEN) }),
      proxy({ url, headers: forge(scheme, WRITTEN, 2) }),
      proxy({ url, headers: [["connection", WRITTEN.join(", ")]] }),
    ];
  });
}
