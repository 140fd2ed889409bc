import type { ProxyName } from "../harness/programs.js";
import type { Layer } from "../harness/stack.js";
import { OWN_VALUES, TLS, createSetUp } from "./set-up.js";
import type { SetUp } from "./set-up.js";

type LayerParts = readonly [proxy: ProxyName, file: string, listens: number];

function chain(directory: string, ...layers: readonly LayerParts[]): readonly Layer[] {
  return layers.map(([proxy, file, listens]) => ({ proxy, files: [`chains/${directory}/${file}`], listens }));
}

const haproxyNginx = chain("haproxy-nginx", ["haproxy", "haproxy.cfg", 8443], ["nginx", "nginx.conf", 8081]);
const apacheNginx = chain("apache-nginx", ["apache", "apache.conf", 8080], ["nginx", "nginx.conf", 8081]);
const appendingApacheNginx = chain(
  "apache-nginx",
  ["apache", "apache-appending.conf", 8080],
  ["nginx", "nginx.conf", 8081],
);
const nginxApache = chain("nginx-apache", ["nginx", "nginx.conf", 8080], ["apache", "apache.conf", 8081]);

/** Two or three proxies, the outermost first. */
export const CHAINS: readonly SetUp[] = [
  createSetUp({
    name: "chains/haproxy-nginx",
    title: "HAProxy (TLS) → nginx",
    layers: haproxyNginx,
    options: { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    entry: TLS,
  }),
  createSetUp({
    name: "chains/haproxy-nginx-overwriting",
    title: "HAProxy (TLS) → nginx that overwrites the proto",
    layers: chain("haproxy-nginx", ["haproxy", "haproxy.cfg", 8443], ["nginx", "nginx-overwriting.conf", 8081]),
    options: { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    entry: TLS,
    unknowable: ["proto"],
  }),
  createSetUp({
    name: "chains/caddy-apache",
    title: "Caddy (TLS) → Apache",
    layers: chain("caddy-apache", ["caddy", "Caddyfile", 8443], ["apache", "apache.conf", 8081]),
    options: { xFor: 2, xProto: 1, xHost: 2, trustedPeers: "loopback" },
    entry: TLS,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "chains/haproxy-varnish-nginx",
    title: "HAProxy (TLS) → Varnish → nginx",
    layers: chain(
      "haproxy-varnish-nginx",
      ["haproxy", "haproxy.cfg", 8443],
      ["varnish", "varnish.vcl", 8081],
      ["nginx", "nginx.conf", 8082],
    ),
    options: { xFor: 3, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    entry: TLS,
  }),
  createSetUp({
    name: "chains/caddy-caddy",
    title: "Caddy (TLS) → Caddy",
    layers: chain("caddy-caddy", ["caddy", "outer.caddyfile", 8443], ["caddy", "inner.caddyfile", 8081]),
    options: { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    entry: TLS,
    sharesUpstream: true,
  }),
  createSetUp({
    name: "chains/apache-nginx",
    title: "Apache → nginx that adds X-Forwarded-For alone",
    layers: apacheNginx,
    options: { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" },
  }),
  createSetUp({
    name: "chains/unsafe-apache-nginx",
    title: "**unsafe:** Apache that appends → nginx, `xHost: 2`",
    layers: appendingApacheNginx,
    options: { xFor: 2, xProto: 1, xHost: 2, trustedPeers: "loopback" },
    lets: OWN_VALUES.slice(0, 3),
    letsUnderStrict: OWN_VALUES.slice(0, 3),
  }),
  createSetUp({
    name: "chains/nginx-apache",
    title: "nginx that adds X-Forwarded-For alone → Apache",
    layers: nginxApache,
    options: { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    sharesUpstream: true,
  }),
  createSetUp({
    name: "chains/unsafe-nginx-apache",
    title: "**unsafe:** the same with `xHost: 2`",
    layers: nginxApache,
    options: { xFor: 2, xProto: 1, xHost: 2, trustedPeers: "loopback" },
    sharesUpstream: true,
    lets: OWN_VALUES,
    letsUnderStrict: OWN_VALUES,
  }),
  createSetUp({
    name: "chains/unsafe-haproxy-nginx-forwarded",
    title: "**unsafe:** a Forwarded line that gets lost",
    layers: chain("haproxy-nginx-forwarded", ["haproxy", "haproxy.cfg", 8080], ["nginx", "nginx.conf", 8081]),
    options: { forwarded: 2, trustedPeers: "loopback" },
    lets: OWN_VALUES,
    letsUnderStrict: OWN_VALUES,
  }),
];
