// An application on its own port, and the requests that the proxy at the edge makes to it. The edge terminates TLS,
// appends to X-Forwarded-For and X-Forwarded-Host, and passes everything else on.
import { once } from "node:events";
import { createServer, request, Server } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** The true facts: the client addresses and the public host. */
export const CLIENT = "198.51.100.7";
export const OTHER_CLIENT = "198.51.100.8";
export const HOST = "shop.example";
/** The values that the client writes into every header. */
export const FORGED = "203.0.113.66";
export const FORGED_HOST = "evil.example";

/** The options that fit the edge. */
export const OPTIONS = { xHost: 1, xPrefix: 1, trustedPeers: "loopback" } as const;

/**
 * The headers that the edge sends for a client who forges all of them; `more` replaces some of them, undefined omits
 * one.
 */
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
  /** Sends a request as the edge does, unless `headers` are given. */
  visit(path?: string, headers?: OutgoingHttpHeaders, body?: string): Promise<Answer>;
}

/** Serves an application until the test ends. */
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
      const outgoing = request({ host: "127.0.0.1", port, path, headers, method, agent: false });
      // The connection is for one request: once it is closed, the server has finished.
      const closed = once(outgoing, "close");
      outgoing.end(body);
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      const answer = { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
      await closed;
      return answer;
    },
  };
}
