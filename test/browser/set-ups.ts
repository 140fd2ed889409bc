import type { FactRow } from "../../src/inspector/report/fact-rows.js";
import { startInspectorCommand, startInspectorInExpress } from "./applications.js";
import { documented, own, type SitePlan } from "./site.js";
import { VISITOR } from "./visitor.js";

/** A station of the drawn chain: its kind, its role and its name. */
export type Station = readonly [kind: string, role: string, name: string];

/** A site, with all that its configuration makes the page show. */
export interface SetUp extends SitePlan {
  /** The application's own station follows. */
  readonly chain: readonly Station[];
  /** The end of the value forged for each fact: address, scheme, host, port, prefix. */
  readonly outcomes: readonly string[];
}

/** A site whose proxies reveal the visitor's address. */
export interface KnownSetUp extends SetUp {
  /** Each fact's value is the truth, and the prefix is this. */
  readonly prefix: string;
}

const FORGED: Station = ["claim", "Forged by this page", "192.0.2.1"];
const YOU: Station = ["client", "You, the client", VISITOR];
const ONLY_PROXY: Station = ["proxy", "The proxy, your peer", "127.0.0.1"];

const WORDS: Readonly<Record<FactRow["outcome"], string>> = {
  passes: "not believed",
  pushed: "pushed to the left",
  overwritten: "overwritten",
  removed: "removed",
  refused: "refused on the way",
  untried: "not tried",
};

function list(...outcomes: readonly FactRow["outcome"][]): readonly string[] {
  return outcomes.map((outcome) => WORDS[outcome]);
}

/** nginx appends to X-Forwarded-For, and writes the scheme, the host and the port. */
const NGINX: KnownSetUp = {
  title: "nginx",
  layers: [documented("nginx", "nginx/usual.conf")],
  listens: 8080,
  path: "/",
  start: startInspectorCommand,
  chain: [FORGED, YOU, ONLY_PROXY],
  outcomes: list("pushed", "overwritten", "overwritten", "overwritten", "passes"),
  prefix: "",
};

/** The sites for which the page finds options. */
export const KNOWN: readonly KnownSetUp[] = [
  NGINX,
  { ...NGINX, title: "nginx, with the inspector in Express", path: "/inspector", start: startInspectorInExpress },
  {
    ...NGINX,
    title: "nginx that strips a prefix",
    layers: [documented("nginx", "nginx/prefix.conf")],
    path: "/app/",
    outcomes: list("pushed", "overwritten", "overwritten", "overwritten", "overwritten"),
    prefix: "/app",
  },
  {
    ...NGINX,
    title: "nginx behind nginx, with TLS",
    layers: [own("nginx", "outer.conf", 8443), own("nginx", "inner.conf", 8081)],
    listens: 8443,
    chain: [FORGED, YOU, ["proxy", "Outer proxy", "127.0.0.32"], ["proxy", "Inner proxy, your peer", "127.0.0.31"]],
    outcomes: list("pushed", "overwritten", "overwritten", "passes", "passes"),
  },
  {
    ...NGINX,
    title: "nginx behind HAProxy, with TLS",
    layers: [
      documented("haproxy", "chains/haproxy-nginx/haproxy.cfg", 8443),
      documented("nginx", "chains/haproxy-nginx/nginx.conf", 8081),
    ],
    listens: 8443,
    chain: [FORGED, YOU, ["proxy", "Outer proxy", "127.0.0.1"], ["proxy", "Inner proxy, your peer", "127.0.0.1"]],
    outcomes: list("pushed", "overwritten", "overwritten", "passes", "passes"),
  },
  {
    // Without trusted_proxies, Caddy replaces the client's X-Forwarded-For.
    ...NGINX,
    title: "Caddy",
    layers: [documented("caddy", "caddy/usual.caddyfile")],
    chain: [YOU, ONLY_PROXY],
    outcomes: list("overwritten", "overwritten", "overwritten", "passes", "passes"),
  },
];

const PEER: Station = ["proxy", "The peer", "127.0.0.1"];

/** The sites for which there are no options, whatever is counted. */
export const DECLINED: readonly SetUp[] = [
  {
    // Nothing names the client, and the client's own headers pass.
    ...NGINX,
    title: "nginx with a bare proxy_pass",
    layers: [documented("nginx", "nginx/bare.conf")],
    chain: [PEER],
    outcomes: ["arrives as written", ...Array.from({ length: 4 }, () => "passes unchecked")],
  },
  {
    // The client's own X-Forwarded-For stays; of the others, only the scheme is written.
    ...NGINX,
    title: "HAProxy with option forwardfor if-none",
    layers: [documented("haproxy", "haproxy/unsafe-if-none.cfg")],
    chain: [["unknown", "A value of X-Forwarded-For", VISITOR], PEER],
    outcomes: ["arrives as written", "overwritten", ...Array.from({ length: 3 }, () => "passes unchecked")],
  },
];
