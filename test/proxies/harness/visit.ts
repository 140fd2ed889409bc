import type { SetUp } from "../set-ups/set-up.js";
import type { Page } from "./facts-page.js";
import { formatRequest, headerValues, send } from "./raw-client.js";
import type { Answer, HeaderLine, Target } from "./raw-client.js";
import type { Stack } from "./stack.js";

/** The clients of the tests: none of them has the proxies' address. */
export const CLIENTS = { first: "127.0.0.77", second: "127.0.0.78", overIpv6: "::1" } as const;

/** A running set-up, as its clients see it. */
export interface Visitor {
  /** The Host that a browser would send: the name and the port. */
  readonly host: string;
  readonly port: number;
  /** Returns the ends of a client's connection. @param from - the client's address */
  target(from: string): Target;
  /** Returns the path of a page under the prefix. */
  path(page: string): string;
  /** Sends one GET over a new connection. */
  visit(page: string, from?: string, lines?: readonly HeaderLine[]): Promise<Answer>;
}

/** Creates the view that the clients of a set-up have of its stack. */
export function createVisitor(setUp: SetUp, stack: Stack): Visitor {
  const { entry } = setUp;
  const port = stack.port(entry.listens);
  const host = `app.example.com:${port}`;
  const target = (from: string): Target => {
    return { address: from.includes(":") ? "::1" : "127.0.0.1", port, tls: entry.tls, from };
  };
  const path = (page: string): string => `${entry.prefix}${page}`;
  return {
    host,
    port,
    target,
    path,
    visit(page, from = CLIENTS.first, lines = []) {
      const all: readonly HeaderLine[] = [["Host", host], ["Connection", "close"], ...lines];
      return send(target(from), formatRequest("GET", path(page), all));
    },
  };
}

/** Parses the facts that the application saw from its answer; undefined if the answer is a refusal. */
export function parsePage(answer: Answer): Page | undefined {
  const [type = ""] = headerValues(answer, "content-type");
  return answer.status < 400 && type.startsWith("application/json")
    ? (JSON.parse(answer.body.toString("utf8")) as Page)
    : undefined;
}
