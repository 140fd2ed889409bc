import { APACHE } from "./apache.js";
import { SQUID, TRAFFICSERVER, VARNISH } from "./caches.js";
import { CADDY } from "./caddy.js";
import { CHAINS } from "./chains.js";
import { HAPROXY } from "./haproxy.js";
import { LIGHTTPD } from "./lighttpd.js";
import { NGINX } from "./nginx.js";
import type { SetUp } from "./set-up.js";

/** The set-ups, by their page of the documentation. */
export const SET_UPS: ReadonlyMap<string, readonly SetUp[]> = new Map([
  ["nginx", NGINX],
  ["apache", APACHE],
  ["haproxy", HAPROXY],
  ["lighttpd", LIGHTTPD],
  ["caddy", CADDY],
  ["varnish", VARNISH],
  ["squid", SQUID],
  ["trafficserver", TRAFFICSERVER],
  ["chains", CHAINS],
]);
