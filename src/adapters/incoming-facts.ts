import type { RequestFacts } from "../resolution.js";
import { isSpelling } from "./incoming-headers.js";
import type { IncomingRequest, Original } from "./incoming-request.js";
import { readPeerAddress, type PeerSocket } from "./peer.js";
import type { PlainHeaders } from "./verified-headers.js";

/** The facts that an adapter resolves from. */
export type IncomingFacts = RequestFacts & { readonly headers: PlainHeaders };

/** Reads the facts of a connection, with the headers of a request that came by it. */
export function readFacts(socket: PeerSocket | null | undefined, headers: PlainHeaders): IncomingFacts {
  return {
    headers,
    peerAddress: readPeerAddress(socket),
    peerPort: socket?.remotePort,
    encrypted: socket?.encrypted === true,
  };
}

/**
 * Node keeps the first of several Host lines and says nothing, whoever reads the lines themselves sees the other. Such a
 * request is malformed (RFC 9112 section 3.2): its host is what all lines say, which no grammar accepts.
 */
export function readHeaders(headers: PlainHeaders, lines: readonly string[]): PlainHeaders {
  let hosts: string[] | undefined;
  let first = -1;
  for (let at = 0; at < lines.length; at += 2) {
    if (!isSpelling(lines[at]!, "host")) continue;
    if (first < 0) first = at;
    else (hosts ??= [lines[first + 1]!]).push(lines[at + 1]!);
  }
  return hosts === undefined ? headers : { ...headers, host: hosts };
}

/** Describes what a request was by the facts of its connection and the headers that came. */
export function describeOriginal(
  { peerAddress, encrypted }: IncomingFacts,
  headers: PlainHeaders,
  rawHeaders: readonly string[],
): Original {
  return {
    peerAddress,
    host: (headers[":authority"] ?? headers["host"]) as string | undefined,
    proto: encrypted === true ? "https" : "http",
    prefix: "",
    headers,
    rawHeaders,
  };
}

/** Node's parser keeps 1,000 header lines, or the server's maxHeadersCount, and drops the rest without a word. */
const LINES_KEPT = 1000;

/**
 * Says whether lines may have been dropped before anybody saw the request.
 *
 * @param length - of the lines, names and values counted
 */
export function mayHaveLostLines(req: IncomingRequest, socket: PeerSocket | null | undefined, length: number): boolean {
  const kept = socket?.server?.maxHeadersCount ?? LINES_KEPT;
  return kept > 0 && length >= kept * 2 && (req.httpVersionMajor ?? 1) === 1;
}
