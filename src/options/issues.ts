import type { Issue, IssueReason } from "../resolution.js";

/** The issues that a header can have, created once so that no request creates any. */
export type HeaderIssues = Readonly<Record<Exclude<IssueReason, "untrusted-peer">, Issue>>;

const REASONS = "absent short-chain empty invalid unidentified duplicate host-not-allowed".split(" ");

/** Creates the issues of a header. */
export function createIssues(header: string): HeaderIssues {
  return Object.fromEntries(REASONS.map((reason) => [reason, Object.freeze({ header, reason })])) as HeaderIssues;
}

/** The options do not trust the peer. */
export const UNTRUSTED_PEER: Issue = Object.freeze({ reason: "untrusted-peer" });
