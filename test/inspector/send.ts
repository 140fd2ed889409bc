import { once } from "node:events";
import { request, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** An answer, as it was received. */
interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request to send. */
export interface Sent {
  readonly target: string;
  readonly method?: string;
  /** Names and values in turn, sent as they are; Host is added in front, and Connection behind. */
  readonly lines?: readonly string[];
}

/** The first header line of each request, and the last one. */
export const HOST = ["Host", "shop.example"] as const;
export const CLOSE = ["Connection", "close"] as const;

/** Lets a server listen on loopback until the test ends; returns a function that sends it a request. */
export async function serve(server: Server): Promise<(sent: Sent) => Promise<Answer>> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return async ({ target: path, method = "GET", lines = [] }) => {
    const sending = request({
      ...{ host: "127.0.0.1", port, path, method, agent: false },
      headers: [...HOST, ...lines, ...CLOSE],
    });
    sending.end();
    const [response] = (await once(sending, "response")) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };
}
