import { AT_APP, createSetUp, oneLayer } from "./set-up.js";
import type { SetUp } from "./set-up.js";

/** lighttpd strips the prefix from requests and adds it to the application's answers. */
export const MAP_URLPATH: SetUp = createSetUp({
  name: "lighttpd/trap-map-urlpath",
  title: "`map-urlpath`",
  layers: oneLayer("lighttpd", ["trap-map-urlpath.conf"]),
  options: { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback", xPrefix: 1 },
  entry: { ...AT_APP, ipv6: false },
});
