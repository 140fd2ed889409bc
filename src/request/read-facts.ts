import { copyHeaders, type HeaderRecord } from "../headers/header-record.js";
import type { RequestFacts } from "../resolution.js";
import { isName } from "./change-lines.js";
import { readPeerAddress, type PeerSocket } from "./peer.js";
import type { IncomingRequest, Original } from "./request.js";
import { findSocket } from "./socket-view.js";

/** The facts that an adapter resolves from. */
export type IncomingFacts = RequestFacts & { readonly headers: HeaderRecord };

/** A request as it was received: a copy for the application, and the facts to resolve from. */
export interface Received {
  readonly original: Original;
  readonly facts: IncomingFacts;
  /** Whether the parser may have dropped header lines. */
  readonly hasLostLines: boolean;
}

/** Copies headers, header lines and the facts of the connection, so that later changes to the request do not change them. */
export function receive(req: IncomingRequest): Received {
  // On Express each read of the request's properties is slow: read each once.
  const { socket: shown, headers: live, rawHeaders } = req;
  const socket = findSocket(shown);
  const headers = copyHeaders(live);
  const lines = rawHeaders === undefined || rawHeaders === null ? [] : [...rawHeaders];
  const facts = { headers: joinHosts(headers, lines), ...readConnection(socket) };
  return {
    original: describeOriginal(facts, headers, lines),
    facts,
    hasLostLines: mayHaveLostLines(req, socket, lines.length),
  };
}

/** Returns the facts of a request whose original another version of this package has copied. */
export function receiveAgain(original: Original, req: IncomingRequest): Received {
  const { headers, rawHeaders, peerAddress, proto, prefix } = original;
  const socket = findSocket(req.socket);
  return {
    original,
    facts: {
      headers: joinHosts(headers, rawHeaders),
      peerAddress,
      peerPort: socket?.remotePort,
      encrypted: proto === "https",
      prefix,
    },
    hasLostLines: mayHaveLostLines(req, socket, rawHeaders.length),
  };
}

/** Reads the facts of a connection. */
export function readConnection(socket: PeerSocket | null | undefined): Omit<IncomingFacts, "headers"> {
  return {
    peerAddress: readPeerAddress(socket),
    peerPort: socket?.remotePort,
    encrypted: socket?.encrypted === true,
  };
}

/**
 * Node keeps the first of several Host lines without an error; code that reads the lines sees the others. Such a request
 * is malformed (RFC 9112 section 3.2): its host is the list of all lines, which no grammar accepts.
 */
function joinHosts(headers: HeaderRecord, lines: readonly string[]): HeaderRecord {
  let hosts: string[] | undefined;
  let first = -1;
  for (let at = 0; at < lines.length; at += 2) {
    if (!isName(lines[at]!, "host")) continue;
    if (first < 0) first = at;
    else (hosts ??= [lines[first + 1]!]).push(lines[at + 1]!);
  }
  return hosts === undefined ? headers : { ...headers, host: hosts };
}

function describeOriginal(
  { peerAddress, encrypted }: IncomingFacts,
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

/** Node's parser keeps 1,000 header lines, or the server's maxHeadersCount, and drops the rest without an error. */
const LINES_KEPT = 1000;

/** @param length - of the lines, names and values counted */
function mayHaveLostLines(req: IncomingRequest, socket: PeerSocket | null | undefined, length: number): boolean {
  const kept = socket?.server?.maxHeadersCount ?? LINES_KEPT;
  return kept > 0 && length >= kept * 2 && (req.httpVersionMajor ?? 1) === 1;
}
