import type { Issue, IssueReason } from "./resolution.js";

/** The issues that a header can have, made once so that a request makes none. */
export type HeaderIssues = Readonly<Record<Exclude<IssueReason, "untrusted-peer">, Issue>>;

/** Makes the issues of a header. */
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

/** The peer is none of those that the options trust. */
export const UNTRUSTED_PEER: Issue = Object.freeze({ reason: "untrusted-peer" });
