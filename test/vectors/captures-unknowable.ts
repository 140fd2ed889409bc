/** Facts that a set-up's headers do not contain; the test fails if one of them is resolved to the truth. */

export type Fact = "address" | "proto" | "host" | "port" | "prefix";

export interface Unknowable {
  readonly facts: readonly Fact[];
  /** The kinds of request that it concerns; all if omitted. */
  readonly kinds?: readonly string[];
  readonly reason: string;
}

const NO_FORWARDING = "adds no forwarding header at all";
const NO_PORT = "writes the host without its port, and sends no X-Forwarded-Port";
const PLAIN_INNER = "the inner proxy speaks plain HTTP to the outer one and overwrites X-Forwarded-Proto with that";
const STRIPPED = "named in Connection by the client, the proxy's own header is stripped as hop-by-hop";
const PASTED = "pastes the client's Host, a quote in it, into a hand-built Forwarded: the element is refused whole";
const UPSTREAM_HOST = "puts the upstream's own name into Host, and sends no other";

export const UNKNOWABLE: Readonly<Record<string, readonly Unknowable[]>> = {
  "nginx: a minimal proxy_pass ip": [
    { facts: ["address", "host", "port"], reason: `${NO_FORWARDING}; ${UPSTREAM_HOST}` },
  ],
  "nginx: a2 minimal named upstream": [
    { facts: ["address", "host", "port"], reason: `${NO_FORWARDING}; ${UPSTREAM_HOST}` },
  ],
  "nginx: b3 partial block (no proto/host/prefix)": [{ facts: ["port"], reason: NO_PORT }],
  "nginx: b4 proxy_set_header inheritance lost in location": [
    {
      facts: ["address", "host", "port"],
      reason: "one proxy_set_header in the location replaces all of the server's: the client's pass",
    },
  ],
  "nginx: c Forwarded by map (append)": [{ facts: ["address"], kinds: ["host_quote"], reason: PASTED }],
  "nginx: c3 official nginx-wiki Forwarded map": [
    { facts: ["host", "port"], reason: `${UPSTREAM_HOST}: the element has no host` },
  ],
  "nginx: e prefix strip location /app/ -> /": [{ facts: ["port"], reason: NO_PORT }],
  "apache: b2 ProxyAddHeaders Off": [{ facts: ["address"], reason: NO_FORWARDING }],
  "apache: c Forwarded set": [{ facts: ["address"], kinds: ["hop_by_hop_spoof"], reason: STRIPPED }],
  "apache: c2 Forwarded append": [{ facts: ["address"], kinds: ["hop_by_hop_spoof"], reason: STRIPPED }],
  "apache: d TLS": [{ facts: ["proto"], kinds: ["hop_by_hop_spoof"], reason: STRIPPED }],
  "apache: e prefix <Location /app/>": [{ facts: ["prefix"], kinds: ["hop_by_hop_spoof"], reason: STRIPPED }],
  "haproxy: a minimal": [{ facts: ["address"], reason: NO_FORWARDING }],
  "haproxy: a4 mode tcp passthrough": [{ facts: ["address"], reason: NO_FORWARDING }],
  "haproxy: b2 forwardfor if-none + add-header proto": [
    {
      facts: ["address"],
      kinds: ["spoof_all", "multi_lines", "hop_by_hop_spoof", "xff_empty"],
      reason: "`if-none` passes the client's own X-Forwarded-For",
    },
  ],
  "haproxy: c Forwarded by set-header": [{ facts: ["address"], kinds: ["host_quote"], reason: PASTED }],
  "caddy: a2 trusted_proxies private_ranges, client inside them": [
    {
      facts: ["host", "port"],
      kinds: ["spoof_all", "multi_lines"],
      reason: "the client is in trusted_proxies: its X-Forwarded-Host passes",
    },
  ],
  "varnish: c VCL Forwarded": [{ facts: ["address"], kinds: ["host_quote"], reason: PASTED }],
  "squid: a accel defaultsite no-vhost, forwarded_for on": [
    { facts: ["port"], reason: "puts the name of its defaultsite into Host, without a port" },
    {
      facts: ["host"],
      kinds: ["host_quote"],
      reason: "puts the name of its defaultsite into Host, regardless of the client's Host",
    },
  ],
  "squid: b accel vhost, forwarded_for delete": [{ facts: ["address"], reason: "deletes X-Forwarded-For" }],
  "squid: b accel vhost, forwarded_for off": [{ facts: ["address"], reason: "appends the word `unknown`" }],
  "squid: b accel vhost, forwarded_for transparent": [
    { facts: ["address"], reason: "adds nothing to X-Forwarded-For" },
  ],
  "trafficserver: a remap default": [{ facts: ["host", "port"], reason: UPSTREAM_HOST }],
  "trafficserver: d TLS remap default": [
    { facts: ["proto", "host", "port"], reason: `sends no X-Forwarded-Proto; ${UPSTREAM_HOST}` },
  ],
  "trafficserver: e remap /app/ -> / + pristine_host_hdr": [
    { facts: ["prefix"], reason: "sends no X-Forwarded-Prefix" },
  ],
  "haproxy+nginx: h2 haproxy(TLS) -> nginx overwriting proto/host": [
    { facts: ["proto", "port"], reason: `${PLAIN_INNER}; ${NO_PORT}` },
  ],
  "haproxy+nginx: h4 haproxy(TLS) -PROXY v1-> nginx": [
    { facts: ["proto"], reason: "the PROXY protocol's first version does not contain TLS" },
  ],
  "haproxy+varnish+nginx: h5 haproxy(TLS) -> varnish -> nginx overwriting": [
    { facts: ["proto", "port"], reason: `${PLAIN_INNER}; ${NO_PORT}` },
  ],
  "varnish+nginx: h6 varnish -> nginx": [{ facts: ["port"], reason: NO_PORT }],
  "caddy+caddy: h9 caddy(TLS) -> caddy (no trusted_proxies)": [
    {
      facts: ["address", "proto"],
      reason: "the inner proxy does not trust the outer one, and overwrites what it wrote",
    },
  ],
  "haproxy3+nginx: h11 haproxy 3.0 option forwarded (TLS) -> nginx Forwarded append": [
    {
      facts: ["address", "proto", "host", "port"],
      kinds: ["spoof_all", "multi_lines", "hop_by_hop_spoof", "fwd_open_quote"],
      reason: "the inner nginx reads the first line of Forwarded only, the client's, and drops the outer proxy's",
    },
  ],
};
