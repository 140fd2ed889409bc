/*
 * Headers of proxies, platforms and servers that contain a fact about the client. Proxies pass them through from the client
 * by default, and libraries read them: they are deleted unless an option believes or keeps them.
 */

/** The client's address. */
export const ADDRESS_SIGNS: readonly string[] = listNames(`
  x-real-ip x-client-ip client-ip x-cluster-client-ip true-client-ip cf-connecting-ip cf-connecting-ipv6
  cf-pseudo-ipv4 fastly-client-ip fly-client-ip do-connecting-ip x-nf-client-connection-ip x-azure-clientip
  x-azure-socketip x-appengine-user-ip x-envoy-external-address x-vercel-forwarded-for x-vercel-proxied-for
  x-original-forwarded-for x-forwarded forwarded-for x-remote-ip x-remote-addr x-originating-ip
  x-forwarded-client-ip x-original-client-ip x-ms-forwarded-client-ip x-proxyuser-ip x-appengine-remote-addr
  cloudfront-viewer-address incap-client-ip x-sucuri-clientip ali-cdn-real-ip cdn-src-ip proxy-client-ip
  wl-proxy-client-ip http-client-ip http-x-forwarded-for x-real-client-ip x-fah-client-ip eo-connecting-ip
  ar-real-ip ns-client-ip z-forwarded-for http-x-real-ip http-x-forwarded http-x-client-ip http-x-cluster-client-ip
  http-forwarded-for http-forwarded http-via http-x-originating-ip http-x-remote-ip http-x-remote-addr
  http-true-client-ip http-cf-connecting-ip remote-addr oxygen-buyer-ip appengine-user-ip x-cluser-client-ip eo-client-ip
  x-client-port
`);

/** The scheme. */
export const PROTO_SIGNS: readonly string[] = listNames(`
  x-forwarded-ssl x-forwarded-scheme x-forwarded-protocol x-forwarded-https x-url-scheme x-scheme x-original-proto
  front-end-https cloudfront-forwarded-proto cf-visitor fastly-ssl fly-forwarded-proto fly-forwarded-ssl
  wl-proxy-ssl x-arr-ssl x-client-proto x-real-proto forwarded-proto z-forwarded-proto z-forwarded-protocol
  http-x-forwarded-proto http-x-forwarded-protocol http-x-forwarded-ssl x-appservice-proto x-appengine-https
`);

/** The host and its port. */
export const HOST_SIGNS: readonly string[] = listNames(`
  x-host x-original-host x-real-port fly-forwarded-port x-http-host-override x-envoy-original-host x-real-host
  x-forwarded-server disguised-host forwarded-port z-forwarded-host z-forwarded-port http-x-forwarded-host
  http-x-forwarded-port http-x-forwarded-server fastly-client-port was-default-hostname
  x-appengine-default-version-hostname
`);

/** All three: a request with one of them has passed a proxy. */
export const VENDOR_SIGNS: readonly string[] = [...ADDRESS_SIGNS, ...PROTO_SIGNS, ...HOST_SIGNS];

/** The client's location. */
export const LOCATION_HEADERS: readonly string[] = listNames(`
  x-vercel-ip-country x-vercel-ip-country-region x-vercel-ip-city x-vercel-ip-continent x-vercel-ip-latitude
  x-vercel-ip-longitude x-vercel-ip-timezone x-vercel-ip-postal-code x-vercel-ip-as-number cf-ipcountry cf-ipcity
  cf-ipcontinent cf-iplatitude cf-iplongitude cf-region cf-region-code cf-metro-code cf-postal-code cf-timezone
  cloudfront-viewer-country cloudfront-viewer-country-name cloudfront-viewer-country-region
  cloudfront-viewer-country-region-name cloudfront-viewer-city cloudfront-viewer-postal-code
  cloudfront-viewer-time-zone cloudfront-viewer-latitude cloudfront-viewer-longitude cloudfront-viewer-metro-code
  cloudfront-viewer-asn x-appengine-country x-appengine-region x-appengine-city x-appengine-citylatlong
  x-country-code ar-real-country x-akamai-edgescape x-nf-geo cdn-requestcountrycode cdn-requeststatecode
  eo-client-ipcountry x-sucuri-country x-client-region x-client-region-subdivision x-client-city
  x-client-city-lat-long x-client-geo-location oxygen-buyer-country oxygen-buyer-city oxygen-buyer-continent
  oxygen-buyer-region oxygen-buyer-region-code oxygen-buyer-latitude oxygen-buyer-longitude
  oxygen-buyer-is-eu-country geo-country-code geo-region-code x-geoip-country x-geoip-country-code x-geoip-region
  x-geoip-city x-geo-country x-geo-region x-geo-city x-country
`);

/** All of them, with the path under which the application is mounted. CGI programs read `proxy` as HTTP_PROXY (httpoxy). */
export const VENDOR_HEADERS: readonly string[] = [
  ...VENDOR_SIGNS,
  ...LOCATION_HEADERS,
  "x-script-name",
  "x-ingress-path",
  "x-forwarded-path",
  "proxy",
];

function listNames(text: string): string[] {
  return text.trim().split(/\s+/);
}
