import type { AdapterFacts, Original } from "../headers/adapter-resolution.js";
import { copyHeaders, type HeaderRecord } from "../headers/header-record.js";
import { findSocket, readPeerAddress, type PeerSocket } from "./peer.js";
import type { IncomingRequest } from "./request.js";

/** A request as it was received: the original, and the facts to resolve from. */
export interface Received {
  readonly original: Original;
  readonly facts: AdapterFacts;
}

/**
 * Copies headers, header lines and the facts of the connection, so that later changes to the request do not change them.
 *
 * @param known - the original, if another version of this package has copied it already
 */
export function receive(req: IncomingRequest, known?: Original): Received {
  // On Express each read of the request's properties is slow: read each once.
  const { socket: shown, headers, rawHeaders } = req;
  const socket = findSocket(shown);
  const connection = readConnection(socket);
  const original = known ?? createOriginal(connection, copyHeaders(headers), [...(rawHeaders ?? [])]);
  const facts = {
    ...connection,
    peerAddress: original.peerAddress,
    headers: joinHosts(original),
    hasLostLines: mayHaveLostLines(req, socket, original.rawHeaders.length),
  };
  return { original, facts };
}

/** Reads the facts of a connection. */
export function readConnection(socket: PeerSocket | null | undefined): Omit<AdapterFacts, "headers"> {
  return {
    peerAddress: readPeerAddress(socket),
    peerPort: socket?.remotePort,
    encrypted: socket?.encrypted === true,
  };
}

function createOriginal(
  { peerAddress, encrypted }: Omit<AdapterFacts, "headers">,
  headers: HeaderRecord,
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

/**
 * Node keeps the first of several Host lines without an error; code that reads the lines sees the others. Such a request
 * is malformed (RFC 9112 section 3.2): its host is the list of all lines, which no grammar accepts.
 */
function joinHosts({ headers, rawHeaders }: Original): HeaderRecord {
  const hosts: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (isHost(rawHeaders[at]!)) hosts.push(rawHeaders[at + 1]!);
  }
  return hosts.length > 1 ? { ...headers, host: hosts } : headers;
}

function isHost(name: string): boolean {
  return name.length === 4 && (name === "Host" || name.toLowerCase() === "host");
}

/** Node's parser keeps 1,000 header lines, or the server's maxHeadersCount, and drops the rest without an error. */
const LINES_KEPT = 1000;

/** @param length - of the lines, names and values counted */
function mayHaveLostLines(req: IncomingRequest, socket: PeerSocket | null | undefined, length: number): boolean {
  const kept = socket?.server?.maxHeadersCount ?? LINES_KEPT;
  return kept > 0 && length >= kept * 2 && (req.httpVersionMajor ?? 1) === 1;
}
