import { OPTIONS as SERVERLESS } from "../../serverless/events.js";
import type { ProxyFixOptions, RequestHeaders } from "../../../src/index.js";

/** A platform that the tests cannot run: its documented headers, and the options for it. */
export interface Platform {
  /** The name by which its page refers to it. */
  readonly name: string;
  readonly options: ProxyFixOptions;
  /**
   * The address from which the platform connects; an example from the range that the options name. For a function, the
   * address that the made-up connection has.
   */
  readonly peer: string | undefined;
  /** The headers of a request by CLIENT, with the forged values that the platform passes on. */
  readonly headers: RequestHeaders;
}

/** The client in every example. */
export const CLIENT = "198.51.100.7";
const FORGED = "6.6.6.6";
const PROXY = "192.0.2.20";

const inside = { trustedPeers: "10.0.0.0/8" } as const;
const host = "app.example.com";

/** The platforms of docs/deploy. */
export const PLATFORMS: readonly Platform[] = [
  {
    name: "platforms/aws-alb",
    options: { xFor: 1, xProto: 1, xPort: 1, ...inside },
    peer: "10.0.1.4",
    headers: {
      host,
      "x-forwarded-for": `${FORGED}, ${CLIENT}`,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/cloudfront",
    options: { xFor: 1, xProto: 0 },
    peer: "203.0.113.9",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}` },
  },
  {
    name: "platforms/cloudfront-alb",
    options: { xFor: 2, xProto: 1, xPort: 1, ...inside },
    peer: "10.0.1.4",
    headers: {
      host,
      "x-forwarded-for": `${FORGED}, ${CLIENT}, ${PROXY}`,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/gcp",
    options: { xFor: 2, xProto: 1, trustedPeers: ["35.191.0.0/16", "130.211.0.0/22"] },
    peer: "35.191.3.4",
    headers: { host, "x-forwarded-for": `${FORGED},${CLIENT},${PROXY}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/azure-front-door",
    options: { xFor: 1, xProto: 1, xHost: 1 },
    peer: "203.0.113.9",
    headers: {
      host: "app.azurewebsites.example",
      "x-forwarded-for": `${FORGED}, ${CLIENT}`,
      "x-forwarded-proto": "https",
      "x-forwarded-host": host,
    },
  },
  {
    name: "platforms/azure-application-gateway",
    options: { xFor: 1, xProto: 1, xPort: 1, ...inside },
    peer: "10.0.0.5",
    headers: {
      host,
      "x-forwarded-for": `${FORGED}:1, ${CLIENT}:51234`,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/cloudflare",
    options: { xFor: 1, xProto: 1 },
    peer: "203.0.113.9",
    headers: { host, "x-forwarded-for": `${FORGED},${CLIENT}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/cloudflare-header",
    options: { clientAddressHeader: "cf-connecting-ip", xProto: 1 },
    peer: "203.0.113.9",
    headers: { host, "cf-connecting-ip": CLIENT, "x-forwarded-for": FORGED, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/fastly",
    options: { xFor: 1, xProto: 0 },
    peer: "203.0.113.9",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}` },
  },
  {
    name: "platforms/fastly-shielding",
    options: { xFor: 2, xProto: 0 },
    peer: "203.0.113.9",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}, ${PROXY}` },
  },
  {
    name: "platforms/heroku",
    options: { xFor: 1, xProto: 1, xPort: 1, strict: true },
    peer: "10.1.20.30",
    headers: {
      host,
      "x-forwarded-for": `${FORGED}, ${CLIENT}`,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/fly",
    options: { xFor: 2, xProto: 1 },
    peer: "172.16.0.2",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}, ${PROXY}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/fly-header",
    options: { clientAddressHeader: "fly-client-ip", xProto: 1 },
    peer: "172.16.0.2",
    headers: { host, "fly-client-ip": CLIENT, "x-forwarded-for": FORGED, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/render",
    options: { xFor: 2, xProto: 1 },
    peer: "10.2.3.4",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}, ${PROXY}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/railway",
    options: { clientAddressHeader: "x-real-ip", xProto: 1 },
    peer: "100.64.0.2",
    headers: { host, "x-real-ip": CLIENT, "x-forwarded-for": FORGED, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/vercel",
    options: { xFor: 1, xProto: 1, xHost: 1 },
    peer: "127.0.0.1",
    headers: { host, "x-forwarded-for": CLIENT, "x-forwarded-proto": "https", "x-forwarded-host": host },
  },
  {
    name: "platforms/digitalocean",
    options: { clientAddressHeader: "do-connecting-ip", xProto: 1 },
    peer: "10.244.0.9",
    headers: { host, "do-connecting-ip": CLIENT, "x-forwarded-for": FORGED, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/ingress-nginx",
    options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, ...inside },
    peer: "10.42.0.9",
    headers: {
      host,
      "x-forwarded-for": CLIENT,
      "x-forwarded-proto": "https",
      "x-forwarded-host": host,
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/traefik",
    options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, ...inside },
    peer: "10.42.0.9",
    headers: {
      host,
      "x-forwarded-for": CLIENT,
      "x-forwarded-proto": "wss",
      "x-forwarded-host": host,
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/envoy",
    options: { xFor: 1, xProto: 1, ...inside },
    peer: "10.42.0.9",
    headers: { host, "x-forwarded-for": `${FORGED},${CLIENT}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/istio-behind-load-balancer",
    options: { xFor: 2, xProto: 1, trustedPeers: "loopback" },
    peer: "127.0.0.6",
    headers: { host, "x-forwarded-for": `${FORGED},${CLIENT},${PROXY}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/kong",
    options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, ...inside },
    peer: "10.42.0.9",
    headers: {
      host: "upstream.internal",
      "x-forwarded-for": `${FORGED}, ${CLIENT}`,
      "x-forwarded-proto": "https",
      "x-forwarded-host": host,
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/tailscale",
    options: { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" },
    peer: "127.0.0.1",
    headers: {
      host: "127.0.0.1:3000",
      "x-forwarded-for": CLIENT,
      "x-forwarded-proto": "https",
      "x-forwarded-host": host,
    },
  },
  {
    name: "platforms/lambda-api-gateway",
    options: SERVERLESS["api-gateway"],
    peer: CLIENT,
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/lambda-cloudfront-api-gateway",
    options: SERVERLESS["cloudfront-api-gateway"],
    peer: PROXY,
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}, ${PROXY}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/lambda-cloudfront-function-url",
    options: SERVERLESS["cloudfront-function-url"],
    peer: PROXY,
    headers: { host, "x-forwarded-for": FORGED, "cloudfront-viewer-address": `${CLIENT}:51234` },
  },
  {
    name: "platforms/lambda-alb",
    options: SERVERLESS.alb,
    peer: undefined,
    headers: {
      host,
      "x-forwarded-for": `${FORGED}, ${CLIENT}`,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    },
  },
  {
    name: "platforms/azure-functions",
    options: SERVERLESS.azure,
    peer: `${FORGED}, ${CLIENT}:51234`,
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}:51234`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/cloud-run",
    options: SERVERLESS.google,
    peer: "169.254.169.126",
    headers: { host, "x-forwarded-for": `${FORGED},${CLIENT}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/cloud-run-load-balancer",
    options: { xFor: 2, xProto: 1 },
    peer: "169.254.169.126",
    headers: { host, "x-forwarded-for": `${FORGED},${CLIENT},${PROXY}`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/azure-app-service",
    options: { xFor: 1, xProto: 1, trustedPeers: "linklocal" },
    peer: "169.254.130.1",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}:51234`, "x-forwarded-proto": "https" },
  },
  {
    name: "platforms/azure-app-service-windows",
    options: { xFor: 1, xProto: 1, trustedPeers: ["unix", "loopback"] },
    peer: "unix",
    headers: { host, "x-forwarded-for": `${FORGED}, ${CLIENT}:51234`, "x-forwarded-proto": "https" },
  },
];
