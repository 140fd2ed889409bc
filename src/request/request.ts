import type { HeaderRecord } from "../headers/header-record.js";
import type { PeerSocket } from "./peer.js";

/** Node's request, or an object that a framework's test injects in its place: never checked by `instanceof`. */
export interface IncomingRequest {
  readonly headers: HeaderRecord;
  /** Name and value in turn; a request that was made for a test may have none. */
  readonly rawHeaders?: string[] | null;
  readonly httpVersionMajor?: number;
  readonly socket?: PeerSocket | null;
  url?: string | undefined;
  originalUrl?: string | undefined;
}
