// A site as its clients see it: an application of the test on a port of its own, and the requests that the proxy at the
// edge makes to it. The edge ends TLS, appends to X-Forwarded-For and X-Forwarded-Host, and passes all else on.
import { once } from "node:events";
import { createServer, request, Server } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What is true: who asks, and under which address. */
export const CLIENT = "198.51.100.7";
export const OTHER_CLIENT = "198.51.100.8";
export const HOST = "shop.example";
/** What the client writes into every header. */
export const FORGED = "203.0.113.66";
export const FORGED_HOST = "evil.example";

/** The options that fit the edge. */
export const OPTIONS = { xHost: 1, xPrefix: 1, trustedPeers: "loopback" } as const;

/** The headers that the edge sends for a client who forges all of them; others by name, undefined to leave one out. */
export function behindEdge(
  client: string = CLIENT,
  more: Readonly<Record<string, string | undefined>> = {},
): OutgoingHttpHeaders {
  const headers: Record<string, string | undefined> = {
    host: "backend.internal",
    "x-forwarded-for": `${FORGED}, ${client}`,
    "x-forwarded-proto": "https",
    "x-forwarded-host": `${FORGED_HOST}, ${HOST}`,
    "x-real-ip": FORGED,
    "x-client-ip": FORGED,
    ...more,
  };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as OutgoingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Site {
  readonly port: number;
  /** Visits it as the edge does; `headers` may say otherwise. */
  visit(path?: string, headers?: OutgoingHttpHeaders, body?: string): Promise<Answer>;
}

/** Serves an application until the test is over. */
export async function serve(target: RequestListener | Server): Promise<Site> {
  const server = target instanceof Server ? target : createServer(target);
  if (!server.listening) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  onTestFinished(async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    visit: async (path = "/", headers = behindEdge(), body) => {
      const method = body === undefined ? "GET" : "POST";
      const asked = request({ host: "127.0.0.1", port, path, headers, method, agent: false });
      // The connection is for one request: the server is done with it once it is closed.
      const closed = once(asked, "close");
      asked.end(body);
      const [response] = (await once(asked, "response")) as [IncomingMessage];
      const answer = { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
      await closed;
      return answer;
    },
  };
}
