import type { AdapterOptions } from "proxyfix/environ";

/** A request and the expected changes of its variables. */
export interface EnvironCase {
  readonly title: string;
  readonly options?: AdapterOptions;
  /** Variables that differ from those of `behind`; undefined for a missing one. */
  readonly environ?: Changes;
  /** The variables that change; undefined for a deleted one. */
  readonly changes: Changes;
}

export type Changes = Readonly<Record<string, string | undefined>>;

/** Every forwarding header is deleted. */
export const withoutForwarding: Changes = {
  HTTP_X_FORWARDED_FOR: undefined,
  HTTP_X_FORWARDED_PROTO: undefined,
  HTTP_X_FORWARDED_HOST: undefined,
  HTTP_X_FORWARDED_PORT: undefined,
  HTTP_X_FORWARDED_PREFIX: undefined,
};
/** The variables that describe the peer alone are deleted. */
export const withoutPeer: Changes = { REMOTE_PORT: undefined, REMOTE_HOST: undefined, REMOTE_IDENT: undefined };
