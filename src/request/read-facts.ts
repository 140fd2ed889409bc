import type { AdapterFacts, Original } from "../headers/adapter-resolution.js";
import { copyHeaders, readField, setField, type HeaderFields } from "../headers/header-fields.js";
import type { IncomingRequest, PeerSocket } from "./request.js";
import { isUnixPeer } from "./unix-peer.js";

/**
 * A property of a view: the socket behind it. The symbol is registered, so that another copy of this package does not
 * take a view for a socket.
 */
export const SOCKET: unique symbol = Symbol.for("proxyfix.socket");

/** Returns the socket of a connection, also if a request has a view of it. */
export function findSocket(socket: PeerSocket | null | undefined): PeerSocket | null | undefined {
  return (socket as { readonly [SOCKET]?: PeerSocket } | null | undefined)?.[SOCKET] ?? socket;
}

/**
 * Returns the address of a connection's peer.
 *
 * @returns the address as the socket reports it, `"unix"`, or undefined if it is unknown
 */
export function readPeerAddress(socket: PeerSocket | null | undefined): string | undefined {
  if (socket?.remoteAddress) return socket.remoteAddress;
  return socket && isUnixPeer(socket) ? "unix" : undefined;
}

/** A request as it was received: the original, and the facts to resolve from. */
export interface Received {
  readonly original: Original;
  readonly facts: AdapterFacts;
}

/**
 * Copies headers, header lines and the facts of the connection, so that later changes to the request do not change
 * them.
 *
 * @param known - the original, if another version of this package has copied it already
 * @param target - the request target as it was received
 */
export function receive(req: IncomingRequest, known?: Original, target = ""): Received {
  // On Express each read of the request's properties is slow: read each once.
  const { socket: shown, headers, rawHeaders } = req;
  const socket = findSocket(shown);
  const connection = readConnection(socket);
  const original =
    known ?? createOriginal(connection, copyHeaders(headers, (rawHeaders ?? []).length / 2), [...(rawHeaders ?? [])]);
  const authority = findAuthority(target, req);
  const facts = {
    peerAddress: original.peerAddress,
    peerPort: connection.peerPort,
    encrypted: original.proto === "https",
    authority,
    headers: joinHosts(original),
    hasLostLines: mayHaveLostLines(socket, original.rawHeaders),
    // A message that stands for a fetch Request has no version: its application reads the resolved URL.
    hasUrlTarget: authority !== undefined && req.httpVersionMajor !== undefined,
  };
  return { original, facts };
}

/** The facts of a connection. */
type Connection = Omit<AdapterFacts, "headers">;

/** Reads the facts of a connection. */
export function readConnection(socket: PeerSocket | null | undefined): Connection {
  return {
    peerAddress: readPeerAddress(socket),
    peerPort: socket?.remotePort,
    encrypted: socket ? readField(socket, "encrypted") === true : false,
  };
}

/** A scheme in front of an authority. Deno's URL of a unix-domain socket has one of its own. */
const SCHEME = /^https?(?:\+unix)?:\/\//i;

/**
 * Finds the authority of a request target: that of an absolute form, or of CONNECT (RFC 9112 section 3.2).
 *
 * Node's parser of HTTP/1 accepts any text behind `*`, and any scheme of letters. Its parser of HTTP/2 accepts any path
 * if the scheme is neither http nor https. Behind an origin, `.evil.example/x` is a part of another site's name.
 *
 * @returns undefined for a path, and for `*`; empty text for a malformed target
 */
export function findAuthority(
  target: string,
  req: Pick<IncomingRequest, "method" | "httpVersionMajor">,
): string | undefined {
  if (target.startsWith("/") || target === "*" || target === "") return undefined;
  // HTTP/2 has a header for the authority (RFC 9113 section 8.3.1).
  if (req.httpVersionMajor === 2) return "";
  if (req.method === "CONNECT") return target;
  const start = SCHEME.exec(target)?.[0].length;
  if (start === undefined) return "";
  const length = target.slice(start).search(/[/?#]/);
  return length < 0 ? target.slice(start) : target.slice(start, start + length);
}

function createOriginal(
  { peerAddress, encrypted }: Connection,
  headers: HeaderFields,
  rawHeaders: readonly string[],
): Original {
  return {
    peerAddress,
    host: (readField(headers, ":authority") ?? readField(headers, "host")) as string | undefined,
    proto: encrypted === true ? "https" : "http",
    prefix: "",
    headers,
    rawHeaders,
  };
}

/**
 * Node keeps the first of several Host lines without an error; code that reads the lines sees the others. Such a
 * request is malformed (RFC 9112 section 3.2): its host is the list of all lines, which no grammar accepts.
 */
function joinHosts({ headers, rawHeaders }: Original): HeaderFields {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (isHost(rawHeaders[at]!)) count += 1;
  if (count < 2) return headers;
  const host = rawHeaders.filter((_, at) => at % 2 === 1 && isHost(rawHeaders[at - 1]!));
  const joined = copyHeaders(headers, rawHeaders.length / 2);
  setField(joined, "host", host);
  return joined;
}

function isHost(name: string): boolean {
  return name.length === 4 && (name === "Host" || name.toLowerCase() === "host");
}

/** Node's parser keeps 1,000 header lines, or the server's maxHeadersCount, and drops the rest without an error. */
const LINES_KEPT = 1000;

function mayHaveLostLines(socket: PeerSocket | null | undefined, rawHeaders: readonly string[]): boolean {
  const kept = socket?.server?.maxHeadersCount ?? LINES_KEPT;
  return kept > 0 && rawHeaders.length >= kept * 2 && !isHttp2(rawHeaders);
}

/**
 * Returns whether lines are of HTTP/2: the first ones are pseudo headers (RFC 9113 section 8.3), which no parser of HTTP/1
 * accepts. The version of a request proves nothing: the parser of HTTP/1 accepts the text HTTP/0.9 and HTTP/2.0.
 */
function isHttp2([first]: readonly string[]): boolean {
  return first?.startsWith(":") === true;
}
