import type { ProxyFixOptions } from "../../../src/index.js";
import { createSetUp } from "./set-up.js";
import type { SetUp } from "./set-up.js";

/** HAProxy forwards bytes and writes the client's address in front of them; the application's server reads it. */
export const PROXY_PROTOCOL: SetUp = createSetUp({
  name: "proxy-protocol/haproxy",
  title: "PROXY protocol, read by the application",
  layers: [{ proxy: "haproxy", files: ["proxy-protocol/haproxy.cfg"], listens: 8080 }],
  options: { xFor: 0, xProto: 0 },
});

/** The same, with nginx between them, which reads the client's address and writes the headers. */
export const PROXY_PROTOCOL_NGINX: SetUp = createSetUp({
  name: "proxy-protocol/haproxy-nginx",
  title: "PROXY protocol, read by nginx",
  layers: [
    { proxy: "haproxy", files: ["proxy-protocol/haproxy-nginx.cfg"], listens: 8080 },
    { proxy: "nginx", files: ["proxy-protocol/nginx.conf"], listens: 8081 },
  ],
  options: { xFor: 1, xProto: 1, trustedPeers: "loopback" },
});

/** nginx in a container whose port is published as another one. */
export const PUBLISHED_PORT: SetUp = createSetUp({
  name: "published-ports/nginx",
  title: "a published port",
  layers: [{ proxy: "nginx", files: ["published-ports/nginx.conf"], listens: 8080 }],
  options: { xFor: 1, xProto: 1, trustedPeers: "loopback" },
});

/** The options behind proxies that are written in Node, by the name on their page. */
export const NODE_PROXIES = {
  "node-http-proxy/one": { xFor: 1, xProto: 1, trustedPeers: "loopback" },
  "node-http-proxy/two": { xFor: 2, xProto: 2, trustedPeers: "loopback" },
  "node-http-proxy/fastify": { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" },
} as const satisfies Readonly<Record<string, ProxyFixOptions>>;
