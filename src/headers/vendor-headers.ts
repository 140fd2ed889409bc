/**
 * Headers of proxies, platforms and servers that contain the client's address, or the scheme, host or mount point of
 * its request. Proxies pass them through from the client by default, and libraries read them: they are deleted unless
 * an option believes or keeps them.
 */
export const VENDOR_HEADERS: readonly string[] = [
  // The client's address.
  ...listNames(`
    x-real-ip x-client-ip client-ip x-cluster-client-ip true-client-ip cf-connecting-ip cf-connecting-ipv6
    cf-pseudo-ipv4 fastly-client-ip fly-client-ip do-connecting-ip x-nf-client-connection-ip x-azure-clientip
    x-azure-socketip x-appengine-user-ip x-envoy-external-address x-vercel-forwarded-for x-vercel-proxied-for
    x-original-forwarded-for x-forwarded forwarded-for x-remote-ip x-remote-addr x-originating-ip
    x-forwarded-client-ip x-original-client-ip x-ms-forwarded-client-ip x-proxyuser-ip x-appengine-remote-addr
    cloudfront-viewer-address incap-client-ip x-sucuri-clientip ali-cdn-real-ip cdn-src-ip proxy-client-ip
    wl-proxy-client-ip http-client-ip http-x-forwarded-for
  `),
  // The scheme.
  ...listNames(`
    x-forwarded-ssl x-forwarded-scheme x-forwarded-protocol x-forwarded-https x-url-scheme x-scheme
    x-original-proto front-end-https cloudfront-forwarded-proto cf-visitor fastly-ssl fly-forwarded-proto
    fly-forwarded-ssl wl-proxy-ssl x-arr-ssl x-client-proto
  `),
  // The host and its port.
  ...listNames(`
    x-host x-original-host x-real-port fly-forwarded-port x-http-host-override x-envoy-original-host
  `),
  // The path under which the application is mounted.
  "x-script-name",
  // CGI programs read it as HTTP_PROXY, and send their own requests through the client's proxy then (httpoxy).
  "proxy",
];

function listNames(text: string): string[] {
  return text.trim().split(/\s+/);
}
