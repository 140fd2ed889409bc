import type { Case } from "../contract/cases.js";

/** A request as a program without this package receives it. */
export interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The header lines in order. */
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly target: string;
  readonly peerAddress: string | undefined;
}

/** A way to read a request that the attack deceives. */
export interface Flaw {
  read(received: Received): unknown;
  /** The value that the attacker wants the program to read. */
  readonly gives: unknown;
}

/** A request that attacks an application, with the options of a careful user. */
export interface Attack extends Case {
  /** The identifier of the advisory, or a short name that never changes; the threat model contains it. */
  readonly id: string;
  /** The flawed reading: it shows that the bytes of the request carry the attack. */
  readonly flaw: Flaw;
  /** Whether the core cannot know the attack: it receives neither header lines nor the target. */
  readonly isForAdapters?: true;
}

/** A peer that is none of the application's proxies. */
export const STRANGER = "127.0.0.9";
/** The only proxy, if the options name one address. */
export const PROXY = "127.0.0.50";
/** The address that the attacker claims to have. */
export const FORGED = "6.6.6.6";
/** The site that the attacker owns. */
export const EVIL = "evil.example";
