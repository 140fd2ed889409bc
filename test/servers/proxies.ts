/** A configuration of nginx, with the matching PROXY_FIX. */
export interface ProxySpec {
  readonly title: string;
  /** The file in test/servers/nginx. */
  readonly file: string;
  readonly proxyFix: string;
}

/** The proxies in front of the servers: the second passes the client's own X-Forwarded-Host on. */
export const PROXIES: readonly ProxySpec[] = [
  {
    title: "nginx that writes X-Forwarded-Host",
    file: "host-written.conf",
    proxyFix: "xHost=1,trustedPeers=loopback",
  },
  { title: "nginx that passes Host on", file: "host-passed.conf", proxyFix: "trustedPeers=loopback" },
];
