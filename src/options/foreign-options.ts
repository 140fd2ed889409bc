/** Returns the equivalent of another library's option, by its value; it continues "`name` is not an option here; ". */
type Advice = (value: unknown) => string;

const COUNT_YOUR_PROXIES =
  'count your proxies in place of it: { trustedPeers: "loopback", xFor: 1, xProto: 1 } is one proxy on this machine';

/** Express's `trust proxy`, Fastify's `trustProxy` and Koa's `proxy`. */
const adviseTrust: Advice = (value) => {
  if (typeof value === "number") {
    return (
      `the number is xFor and xProto here: { trustedPeers: "loopback", xFor: ${value}, xProto: ${value} }, ` +
      "with the address of your nearest proxy as trustedPeers"
    );
  }
  if (typeof value === "function") return "the function is trustedProxies here, with xFor as the most hops it crosses";
  if (typeof value === "string" || Array.isArray(value)) {
    return "the list is trustedProxies here; if the number of proxies never changes, use trustedPeers with counts";
  }
  return value === false ? "leave it out; { xFor: 0, xProto: 0 } believes no header" : COUNT_YOUR_PROXIES;
};

const adviseHeader: Advice = () =>
  "a header with one address is clientAddressHeader here; a list of addresses is headerNames.for";

const adviseRegister: Advice = () => "it belongs to the plugin's routes, and proxyFix has none; leave it out";

/** The options of frameworks and other libraries, with their equivalents; names in lower case without `_` and `-`. */
const FOREIGN: Readonly<Record<string, Advice>> = {
  trustproxy: adviseTrust,
  trustedproxy: adviseTrust,
  proxy: adviseTrust,
  "trust proxy": adviseTrust,
  maxipscount: (value) => `Koa's limit is a count here: { xFor: ${typeof value === "number" ? value : 1} }`,
  proxyipheader: adviseHeader,
  clientipheader: adviseHeader,
  ipheader: adviseHeader,
  prefix: () => "the path under which your proxy mounts the application is believed by xPrefix: 1; leave prefix out",
  loglevel: adviseRegister,
  logserializers: adviseRegister,
  rewrite: () => "it belongs to rewriteHeaders, which is applied before proxyFix",
  rewriteurl: () => "it belongs to Fastify({ rewriteUrl: rewriteUrl({ … }) }), from proxyfix/fastify",
  subdomainoffset: () => "it belongs to Express and Koa, which still read their own; leave it out",
};

/** Options of adapters that others do not have, with the remedy. */
const OF_ADAPTERS: Readonly<Record<string, string>> = {
  socket:
    "there is none: proxyfix/node, proxyfix/express and proxyfix/koa have it; for Fastify pass socket to " +
    "proxyFixServer(app.server, { … }) from proxyfix/node, for hapi to proxyFixServer(server.listener, { … })",
  keepHeaders: "it belongs to adapters, which write headers; leave it out",
  forwardedHeaders: "it belongs to adapters, which write headers; leave it out",
  shadow: "it belongs to adapters, which report its differences; leave it out",
  warnings: "it belongs to adapters, which emit warnings; leave it out",
};

/**
 * Finds the equivalent of an option that belongs to a framework, to another library or to another adapter.
 *
 * @returns a remedy that continues a sentence, undefined if the name is unknown
 */
export function findEquivalent(key: string, value: unknown): string | undefined {
  if (Object.hasOwn(OF_ADAPTERS, key)) return OF_ADAPTERS[key];
  const letters = key.replaceAll(/[_-]/g, "").toLowerCase();
  return Object.hasOwn(FOREIGN, letters) ? FOREIGN[letters]!(value) : undefined;
}
