// Events with which platforms call a function, in the shapes that their documentation shows. The client forges every
// header; the platform appends to X-Forwarded-For and overwrites the scheme and the port.

/** The client, as the platform saw it. */
export const CLIENT = "198.51.100.7";
/** An edge of a CDN between the client and the function. */
const EDGE = "192.0.2.20";
export const HOST = "shop.example";
/** The values that the client writes. */
export const FORGED = "203.0.113.66";
const FORGED_HOST = "evil.example";

/** The options that the page of serverless platforms shows, by the name of the platform there. */
export const OPTIONS = {
  "api-gateway": { xFor: 0, xProto: 0 },
  "function-url": { xFor: 0, xProto: 0 },
  "cloudfront-api-gateway": { xFor: 2, xProto: 0 },
  "cloudfront-function-url": { clientAddressHeader: "cloudfront-viewer-address", xProto: 0 },
  alb: { xFor: 1, xProto: 1, xPort: 1 },
  azure: { xFor: 1, xProto: 1 },
  google: { xFor: 1, xProto: 1 },
} as const;

interface Sent {
  /** The values that the platform adds to X-Forwarded-For. */
  readonly added: string;
  /** The address of the connection to the platform. */
  readonly source: string;
}
const DIRECT: Sent = { added: CLIENT, source: CLIENT };
const OVER_CLOUDFRONT: Sent = { added: `${CLIENT}, ${EDGE}`, source: EDGE };

/** The headers that reach the function, for a client who forges all of them. */
const headersOf = ({ added }: Sent): Readonly<Record<string, string>> => ({
  host: HOST,
  "x-forwarded-for": `${FORGED}, ${added}`,
  "x-forwarded-proto": "https",
  "x-forwarded-port": "443",
  "x-forwarded-host": FORGED_HOST,
  forwarded: `for=${FORGED};host=${FORGED_HOST};proto=http`,
  "x-real-ip": FORGED,
  "cf-connecting-ip": FORGED,
});

/** API Gateway, a REST API or an HTTP API with payload 1.0. */
const apiGateway1 = (sent: Sent): object => ({
  version: "1.0",
  resource: "/{proxy+}",
  path: "/",
  httpMethod: "GET",
  headers: headersOf(sent),
  multiValueHeaders: inLists(headersOf(sent)),
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  requestContext: {
    accountId: "123456789012",
    apiId: "id",
    domainName: HOST,
    httpMethod: "GET",
    identity: { sourceIp: sent.source, userAgent: "agent" },
    path: "/",
    protocol: "HTTP/1.1",
    requestId: "id",
    stage: "$default",
  },
  body: null,
  isBase64Encoded: false,
});

/** API Gateway with payload 2.0, or a function URL. */
const apiGateway2 = (sent: Sent, more: Readonly<Record<string, string>> = {}): object => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/",
  rawQueryString: "",
  headers: { ...headersOf(sent), ...more },
  requestContext: {
    accountId: "123456789012",
    apiId: "id",
    domainName: HOST,
    http: { method: "GET", path: "/", protocol: "HTTP/1.1", sourceIp: sent.source, userAgent: "agent" },
    requestId: "id",
    routeKey: "$default",
    stage: "$default",
  },
  isBase64Encoded: false,
});

/** Users report that a function URL keeps only the leftmost value, which is the client's own. */
const LEFTMOST_ONLY = { "x-forwarded-for": FORGED, "cloudfront-viewer-address": `${CLIENT}:51234` };

/** An Application Load Balancer; its event has no address besides the header. */
const loadBalancer = (headers: object): object => ({
  requestContext: {
    elb: { targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/49e9d65c45c6791a" },
  },
  httpMethod: "GET",
  path: "/",
  ...headers,
  body: "",
  isBase64Encoded: false,
});
const inLists = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string[]>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

/** The events of AWS, by the platform on the page. */
export const EVENTS = {
  "API Gateway with payload 1.0": { event: apiGateway1(DIRECT), options: OPTIONS["api-gateway"] },
  "API Gateway with payload 2.0": { event: apiGateway2(DIRECT), options: OPTIONS["api-gateway"] },
  "a function URL": { event: apiGateway2(DIRECT), options: OPTIONS["function-url"] },
  "CloudFront and API Gateway with payload 1.0": {
    event: apiGateway1(OVER_CLOUDFRONT),
    options: OPTIONS["cloudfront-api-gateway"],
  },
  "CloudFront and API Gateway with payload 2.0": {
    event: apiGateway2(OVER_CLOUDFRONT),
    options: OPTIONS["cloudfront-api-gateway"],
  },
  "CloudFront and a function URL": {
    event: apiGateway2(OVER_CLOUDFRONT, LEFTMOST_ONLY),
    options: OPTIONS["cloudfront-function-url"],
  },
  "a load balancer": { event: loadBalancer({ headers: headersOf(DIRECT) }), options: OPTIONS.alb },
  "a load balancer with multi-value headers": {
    event: loadBalancer({ multiValueHeaders: inLists(headersOf(DIRECT)) }),
    options: OPTIONS.alb,
  },
} as const;

/** The headers of an Azure Function's request. The platform writes the client's port into X-Forwarded-For. */
export const AZURE_HEADERS = {
  ...headersOf({ added: `${CLIENT}:51234`, source: CLIENT }),
  "x-arr-ssl": "2048|256|CN=ca|CN=shop",
  "client-ip": FORGED,
} as const;
