import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { urlToHttpOptions } from "node:url";

import type { ForgedHeader } from "../../recommend/list-probes.js";
import type { ProbeAnswer } from "../../recommend/read-arrived.js";

/** How requests are sent. */
export interface Transport {
  /** Whether a TLS certificate has to be valid. */
  readonly rejectUnauthorized: boolean;
  /** The most milliseconds of a request, answer included. */
  readonly timeout: number;
}

/** An inspector answers browsers with a page. */
const ACCEPT: ForgedHeader = ["Accept", "application/json"];
/** The most bytes of an answer. */
const LARGEST_ANSWER = 65_536;

/**
 * Sends a GET request, on a connection of its own. No redirect is followed.
 *
 * @param headers - in this order and as they are; Host is that of the URL if there is none among them, and an Accept of JSON
 *   follows
 * @returns the answer; it never rejects
 */
export function sendRequest(url: URL, headers: readonly ForgedHeader[], transport: Transport): Promise<ProbeAnswer> {
  const hasHost = headers.some(([name]) => name.toLowerCase() === "host");
  const lines = [...(hasHost ? [] : [["Host", url.host] as const]), ...headers, ACCEPT].flat();
  const { hostname, ...target } = urlToHttpOptions(url);
  const options: RequestOptions = {
    ...target,
    // An address in brackets is no name to look up.
    hostname: String(hostname).replaceAll(/^\[|\]$/g, ""),
    headers: lines,
    agent: false,
    signal: AbortSignal.timeout(transport.timeout),
  };
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ failed: describeFailure(error, transport) });
    const send = url.protocol === "https:" ? createSecure(options, transport) : requestHttp(options);
    send
      .on("error", fail)
      .on("upgrade", (_, socket) => {
        socket.destroy();
        resolve({ failed: "the server switched to another protocol" });
      })
      .on("response", (response) => void readAnswer(response).then(resolve, fail))
      .end();
  });
}

/** The certificate is that of the URL's name, whichever Host is sent. */
function createSecure(options: RequestOptions, { rejectUnauthorized }: Transport): ReturnType<typeof requestHttps> {
  const name = String(options.hostname);
  return requestHttps({ ...options, rejectUnauthorized, servername: isIP(name) === 0 ? name : "" });
}

async function readAnswer(response: IncomingMessage): Promise<ProbeAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > LARGEST_ANSWER) break;
  }
  const { location, via } = response.headers;
  // Its type has the lists that outgoing headers may have.
  const server = response.headers.server?.toString();
  return {
    status: response.statusCode ?? 0,
    ...(location !== undefined && { location }),
    ...(server !== undefined && { server }),
    ...(via !== undefined && { via }),
    body: length > LARGEST_ANSWER ? undefined : Buffer.concat(chunks).toString("utf8"),
  };
}

function describeFailure(error: Error, { timeout }: Transport): string {
  if (error.name === "AbortError" || error.name === "TimeoutError") return `no answer within ${timeout / 1000} seconds`;
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
