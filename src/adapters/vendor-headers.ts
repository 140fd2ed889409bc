/**
 * Headers of proxies, platforms and servers that claim the client's address, or the scheme, host or mount point of its
 * request. Default set-ups pass them
 * through from the client, and libraries read them: they are deleted unless an option believes or keeps them.
 */
export const VENDOR_HEADERS: readonly string[] = [
  // The client's address.
  "x-real-ip",
  "x-client-ip",
  "client-ip",
  "x-cluster-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "cf-connecting-ipv6",
  "cf-pseudo-ipv4",
  "fastly-client-ip",
  "fly-client-ip",
  "do-connecting-ip",
  "x-nf-client-connection-ip",
  "x-azure-clientip",
  "x-azure-socketip",
  "x-appengine-user-ip",
  "x-envoy-external-address",
  "x-vercel-forwarded-for",
  "x-vercel-proxied-for",
  "x-original-forwarded-for",
  "x-forwarded",
  "forwarded-for",
  "x-remote-ip",
  "x-remote-addr",
  "x-originating-ip",
  "x-forwarded-client-ip",
  // The scheme.
  "x-forwarded-ssl",
  "x-forwarded-scheme",
  "x-forwarded-protocol",
  "x-forwarded-https",
  "x-url-scheme",
  "x-scheme",
  "x-original-proto",
  "front-end-https",
  "cloudfront-forwarded-proto",
  // The host and its port.
  "x-host",
  "x-original-host",
  "x-real-port",
  // The path under which the application is mounted.
  "x-script-name",
  // Read as HTTP_PROXY by CGI programs, which then send their own requests through the client's proxy (httpoxy).
  "proxy",
];
