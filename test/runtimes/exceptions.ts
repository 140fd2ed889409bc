import { OVER_HTTP2 } from "../contract/exceptions.js";

/** A runtime other than Node. */
type OtherRuntime = "Bun" | "Deno" | "workerd";

/**
 * Tests of the contract that fail on a runtime. The list is complete: `npm run test:runtimes` fails if a listed test passes,
 * and if any other test fails or is skipped.
 */
export interface RuntimeException {
  readonly runtime: OtherRuntime;
  /** The server: one of the runtime's modules of Node, under every framework, or the runtime's own. */
  readonly server: "of Node's modules" | "own";
  /** The framework; all if omitted. */
  readonly subject?: string;
  readonly titles: readonly string[];
  readonly reason: string;
  /** A link to the description of the difference; undefined if applications do not see it. */
  readonly difference?: string;
}

const MANY_LINES = "[many header lines](../adapters/fetch.md#limits)";
const NO_SOCKET = {
  server: "own",
  titles: ["has the client address at req.socket if the socket option is set"],
  reason: "there is no socket",
} as const;

const ON_BUN: readonly RuntimeException[] = [
  {
    runtime: "Bun",
    server: "of Node's modules",
    titles: [
      "believes a peer on a unix-domain socket if it is trusted",
      "believes a peer on a unix-domain socket if only counts are set",
      "believes nothing of a peer on a unix-domain socket if only addresses are trusted",
      "reports no client address if a trusted peer on a unix-domain socket states none",
    ],
    reason: "Bun's node:http gives no sign of the kind of a connection: its peer is unknown",
    difference: "[unix-domain sockets under node:http](../adapters/node.md#unix-domain-sockets)",
  },
  {
    runtime: "Bun",
    server: "of Node's modules",
    titles: ["accepts a request with one line less than the parser's limit"],
    reason: "Bun itself refuses a request with so many lines",
    difference: MANY_LINES,
  },
  {
    runtime: "Bun",
    server: "of Node's modules",
    subject: "Connect",
    titles: [
      'fails the case "refuses a request if its target is neither a path nor a URL", since Connect itself runs no ' +
        "middleware for such a target, and answers with 404",
    ],
    reason: "Bun itself refuses such a target with 400, before Connect",
  },
  { runtime: "Bun", ...NO_SOCKET },
  {
    runtime: "Bun",
    server: "own",
    titles: ["accepts a request with one line less than the parser's limit"],
    reason: "Bun itself refuses a request with so many lines",
    difference: MANY_LINES,
  },
  {
    runtime: "Bun",
    server: "own",
    titles: OVER_HTTP2,
    reason: "Bun.serve does not know HTTP/2",
    difference: "[HTTP/2 in Bun.serve](../adapters/fetch.md#limits)",
  },
];

const ON_DENO: readonly RuntimeException[] = [
  {
    runtime: "Deno",
    server: "of Node's modules",
    subject: "Fastify 5",
    titles: ["accepts an absolute-form target of the believed host", "leaves an absolute-form target alone"],
    reason: "Fastify's router calls URL.parse without URL, which Deno does not accept",
    difference: "[a whole URL as the target in Fastify 5](../adapters/fastify.md#limits)",
  },
  { runtime: "Deno", ...NO_SOCKET },
  {
    runtime: "Deno",
    server: "own",
    titles: [
      "accepts a request with one line less than the parser's limit",
      "refuses a request if it has so many lines that the parser may have dropped some",
      "deletes every forged vendor header",
    ],
    reason: "Deno itself refuses a request with more than 100 lines, with status 400",
    difference: MANY_LINES,
  },
  {
    runtime: "Deno",
    server: "own",
    titles: ["reports the believed host alone if there are two Host lines"],
    reason: "Deno itself refuses a request with two Host lines",
    difference: "[two Host lines](../adapters/fetch.md#limits)",
  },
  {
    runtime: "Deno",
    server: "own",
    titles: ["reports no host if a request of HTTP/1.0 has none"],
    reason: "Deno gives such a request a host of its own, and nothing distinguishes it from an authority of HTTP/2",
    difference: "[HTTP/1.0 without Host](../adapters/fetch.md#limits)",
  },
];

const ON_WORKERD: readonly RuntimeException[] = [
  { runtime: "workerd", ...NO_SOCKET },
  {
    runtime: "workerd",
    server: "own",
    titles: ["sets the believed host if a request of HTTP/1.0 has none"],
    reason: "workerd itself refuses a request without Host, with status 400",
    difference: "[HTTP/1.0 without Host](../adapters/fetch.md#limits)",
  },
  {
    runtime: "workerd",
    server: "own",
    titles: OVER_HTTP2,
    reason: "workerd itself does not know HTTP/2, which its platform ends in front of it",
  },
];

/** Every exception, in the order of the table. */
export const RUNTIME_EXCEPTIONS: readonly RuntimeException[] = [...ON_BUN, ...ON_DENO, ...ON_WORKERD];

/** The place of a test: its runtime, its server, its framework, its title. */
export interface TestPlace {
  readonly runtime: string;
  readonly server: RuntimeException["server"];
  readonly subject: string;
  readonly title: string;
}

/** Finds the exception of a test; undefined if the test has to pass. */
export function findRuntimeException({ runtime, server, subject, title }: TestPlace): RuntimeException | undefined {
  return RUNTIME_EXCEPTIONS.find(
    (each) =>
      each.runtime === runtime &&
      each.server === server &&
      (each.subject ?? subject) === subject &&
      each.titles.includes(title),
  );
}
