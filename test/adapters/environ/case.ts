import type { AdapterOptions } from "proxyfix/environ";

/** A request and what becomes of it. */
export interface EnvironCase {
  readonly title: string;
  readonly options?: AdapterOptions;
  /** Variables that differ from those of `behind`; undefined for one that is not there. */
  readonly environ?: Changes;
  /** What differs afterwards; undefined for a variable that is gone. */
  readonly changes: Changes;
}

export type Changes = Readonly<Record<string, string | undefined>>;

/** Every forwarding header is gone. */
export const dropped: Changes = {
  HTTP_X_FORWARDED_FOR: undefined,
  HTTP_X_FORWARDED_PROTO: undefined,
  HTTP_X_FORWARDED_HOST: undefined,
  HTTP_X_FORWARDED_PORT: undefined,
  HTTP_X_FORWARDED_PREFIX: undefined,
};
/** What only the peer had is gone. */
export const goneWithPeer: Changes = { REMOTE_PORT: undefined, REMOTE_HOST: undefined, REMOTE_IDENT: undefined };
