import { readHeader } from "../options/read-header.js";
import type { Observation } from "./observation.js";
import type { RecognizedProxy } from "./recommendation.js";
import { isPlain, type Visit } from "./visit.js";

/** A sign that a proxy leaves: a header that contains the text. */
interface Sign {
  readonly proxy: string;
  readonly header: string;
  /** In lower case; empty if the header's presence is enough. */
  readonly text: string;
}

/** The signs in requests, each with the name of a page in docs/deploy. */
const REQUEST_SIGNS: readonly Sign[] = [
  { proxy: "varnish", header: "x-varnish", text: "" },
  { proxy: "squid", header: "via", text: "(squid" },
  { proxy: "trafficserver", header: "via", text: "apachetrafficserver" },
  { proxy: "apache", header: "x-forwarded-server", text: "" },
  { proxy: "lighttpd", header: "x-host", text: "" },
  { proxy: "cloudflare", header: "cf-ray", text: "" },
  { proxy: "cloudfront", header: "x-amz-cf-id", text: "" },
  { proxy: "aws-alb", header: "x-amzn-trace-id", text: "" },
  { proxy: "azure-front-door", header: "x-azure-fdid", text: "" },
  { proxy: "gcp", header: "via", text: "1.1 google" },
  { proxy: "fly", header: "fly-request-id", text: "" },
  { proxy: "heroku", header: "via", text: "heroku-router" },
  { proxy: "railway", header: "x-railway-request-id", text: "" },
  { proxy: "render", header: "rndr-id", text: "" },
  { proxy: "vercel", header: "x-vercel-id", text: "" },
];

/** The beginnings of an answer's Server header, each with the name of a page in docs/deploy. */
const SERVERS: readonly (readonly [start: string, proxy: string])[] = [
  ["nginx", "nginx"],
  ["caddy", "caddy"],
  ["apache", "apache"],
  ["lighttpd", "lighttpd"],
  ["ats/", "trafficserver"],
  ["squid", "squid"],
  ["varnish", "varnish"],
  ["envoy", "envoy"],
  ["cloudflare", "cloudflare"],
];

/** Platforms whose edge cannot be passed by: their inner proxies accept connections from it alone. */
const MANAGED_EDGES: readonly string[] = ["gcp", "fly", "render", "heroku", "railway", "vercel"];

/** Recognises the proxy by the signs in plain visits and in the answers: a hint which page to read, never for trust. */
export function recognizeProxy(observations: readonly Observation[], visits: readonly Visit[]): RecognizedProxy {
  const names = new Set([...listBySigns(visits), ...observations.flatMap(listByAnswer)]);
  const [name] = names;
  if (names.size > 1) return { name: null, page: "docs/deploy/chains.md" };
  return name === undefined ? { name: null, page: "docs/deploy/README.md" } : { name, page: `docs/deploy/${name}.md` };
}

/** Returns whether the requests came through a platform whose inner proxies nobody else can reach. */
export function isManagedEdge(visits: readonly Visit[]): boolean {
  return listBySigns(visits).some((name) => MANAGED_EDGES.includes(name));
}

function listBySigns(visits: readonly Visit[]): readonly string[] {
  const plain = visits.filter(isPlain);
  return REQUEST_SIGNS.filter(({ header, text }) =>
    plain.some(({ facts }) => readHeader(facts.headers, header)?.toLowerCase().includes(text) === true),
  ).map(({ proxy }) => proxy);
}

function listByAnswer({ answered }: Observation): readonly string[] {
  const server = answered?.server?.toLowerCase() ?? "";
  return SERVERS.filter(([start]) => server.startsWith(start)).map(([, proxy]) => proxy);
}
