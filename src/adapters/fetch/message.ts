import type { IncomingRequest } from "../../request/request.js";
import { findAuthority } from "../../request/read-facts.js";
import { findConnection, type PeerFacts } from "./connection.js";
import { defineOwn, type FetchRequest } from "./request.js";

/** A resolved or rewritten Request, and the request of Node's shape that has its state. */
export interface RequestLink {
  /** Node's own request if there is one behind the Request, else an object of the same shape. */
  readonly message: IncomingRequest;
  /** The URL of the Request as the server made it. */
  readonly url: string;
}

/*
 * A registered symbol, and a shape that never changes: every version of this package finds the received request by it.
 * An own property, so that a Request keeps it as long as it lives.
 */
const LINK: unique symbol = Symbol.for("proxyfix.link");

/** Finds the link of a Request, undefined if none of the adapters has seen it. */
export function findLink(request: unknown): RequestLink | undefined {
  if (typeof request !== "object" || request === null) return undefined;
  return (request as { readonly [LINK]?: RequestLink })[LINK];
}

/** Links a Request to a message. */
export function linkRequest(request: object, link: RequestLink): RequestLink {
  defineOwn(request, LINK, link);
  return link;
}

/** Reads the peer of a request from its arguments, by the user's function. */
export type PeerReader = (request: FetchRequest, ...rest: readonly unknown[]) => PeerFacts | undefined;

/**
 * Finds the link of a Request, or creates it from its connection.
 *
 * @param rest - the other arguments that the server passes to a handler
 * @param readPeer - the option `peer`; by default the arguments are searched
 */
export function receiveRequest(
  request: FetchRequest,
  rest: readonly unknown[],
  readPeer: PeerReader | undefined,
): RequestLink {
  const known = findLink(request);
  if (known !== undefined) return known;
  const { url } = request;
  if (readPeer !== undefined) {
    return linkRequest(request, { message: createMessage(request, callReader(readPeer, request, rest)), url });
  }
  const connection = findConnection(request, rest);
  if (connection !== undefined && "message" in connection) {
    return linkRequest(request, { message: connection.message, url });
  }
  return linkRequest(request, { message: createMessage(request, connection?.peer), url });
}

/** A function that throws, or returns anything but facts, states nothing: an unknown peer is never trusted. */
function callReader(readPeer: PeerReader, request: FetchRequest, rest: readonly unknown[]): PeerFacts | undefined {
  try {
    const peer: unknown = readPeer(request, ...rest);
    if (typeof peer !== "object" || peer === null) return undefined;
    const { address, port, encrypted } = peer as Readonly<Record<keyof PeerFacts, unknown>>;
    return {
      address: typeof address === "string" ? address : undefined,
      port: typeof port === "number" ? port : undefined,
      encrypted: typeof encrypted === "boolean" ? encrypted : undefined,
    };
  } catch {
    return undefined;
  }
}

/**
 * Creates a request of Node's shape from a Request. Its target is the whole URL, so that the URL's authority has to agree
 * with Host: a server builds the URL from the authority of an absolute-form target.
 */
function createMessage(request: FetchRequest, peer: PeerFacts = {}): IncomingRequest {
  const { url } = request;
  const lines: [name: string, value: string][] = [];
  request.headers.forEach((value, name) => lines.push([name, value]));
  // A request of HTTP/2 has no Host: the URL has its authority.
  const authority = request.headers.get("host") === null ? findAuthority(url, {}) : undefined;
  const pseudo = authority === undefined ? [] : [[":authority", authority] as const];
  return {
    // Defines its keys: a header may have the name __proto__.
    headers: Object.fromEntries([...pseudo, ...lines]),
    rawHeaders: lines.flat(),
    url,
    socket: {
      remoteAddress: peer.address,
      remotePort: peer.port,
      encrypted: peer.encrypted ?? url.startsWith("https:"),
    },
  };
}
