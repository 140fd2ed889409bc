/** Cases that fail with some frameworks. The suite fails if a listed case passes. */
export interface Exception {
  readonly subjects: readonly string[];
  readonly titles: readonly string[];
  readonly reason: string;
  /** The case would end the process: another test proves that in a process of its own. */
  readonly isFatal?: true;
}

/** The cases of requests over HTTP/2. */
export const OVER_HTTP2: readonly string[] = [
  "reads the authority of HTTP/2 without TLS",
  "writes the believed host and scheme to HTTP/2's own headers",
  "resolves to https over HTTP/2 with TLS",
  "reports no host if HTTP/2's authority and Host differ",
  "refuses a request over HTTP/2",
];

export const EXCEPTIONS: readonly Exception[] = [
  {
    subjects: ["Express 4", "Express 5"],
    titles: OVER_HTTP2,
    reason: "Express gives every request its prototypes, which are HTTP/1's: over HTTP/2 it ends the process",
    isFatal: true,
  },
  {
    subjects: ["Connect"],
    titles: ["refuses a request if its target is neither a path nor a URL"],
    reason: "Connect itself runs no middleware for such a target, and answers with 404",
  },
  {
    subjects: ["Fastify 4", "Fastify 5", "hapi"],
    titles: ["has the client address at req.socket if the socket option is set"],
    reason: "the plugin has no option `socket`",
  },
  {
    subjects: [
      "fetch, on Node by @hono/node-server",
      "fetch, on Node by srvx",
      "fetch, on Node by a bridge of its own",
      "Hono, on Node",
    ],
    titles: ["has the client address at req.socket if the socket option is set"],
    reason: "the adapter has no option `socket`: the socket of Node's request always reports the client",
  },
  {
    subjects: ["fetch, on Node by @hono/node-server", "Hono, on Node"],
    titles: ["sets the believed host if a request of HTTP/1.0 has none"],
    reason: "@hono/node-server itself refuses a request without Host",
  },
];

/** Recorded cases that fail with some frameworks, by their names. */
export const RECORDED_EXCEPTIONS: readonly Exception[] = [
  {
    subjects: ["fetch, on Node by @hono/node-server", "Hono, on Node"],
    titles: ["port/8443 on Host 'example.com:'"],
    reason: "@hono/node-server itself refuses a Host that ends in a colon",
  },
];

/** Finds the exception of a subject and a case; undefined if the case has to pass. */
export function findException(
  subject: string,
  title: string,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Exception | undefined {
  return exceptions.find(({ subjects, titles }) => subjects.includes(subject) && titles.includes(title));
}
