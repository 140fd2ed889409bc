import type { Issue, IssueReason } from "../resolution.js";

/** The issues that a header can have, created once so that no request creates any. */
export type HeaderIssues = Readonly<Record<Exclude<IssueReason, "untrusted-peer">, Issue>>;

/** Creates the issues of a header. */
export function createIssues(header: string): HeaderIssues {
  const issue = (reason: IssueReason): Issue => Object.freeze({ header, reason });
  return {
    absent: issue("absent"),
    "short-chain": issue("short-chain"),
    empty: issue("empty"),
    invalid: issue("invalid"),
    unidentified: issue("unidentified"),
    duplicate: issue("duplicate"),
    "host-not-allowed": issue("host-not-allowed"),
  };
}

/** The options do not trust the peer. */
export const UNTRUSTED_PEER: Issue = Object.freeze({ reason: "untrusted-peer" });
