import type { Explanation, ExplainedRefusal } from "../../explain/explanation.js";
import type { Issue } from "../../resolution.js";
import { escapeText, shortenText } from "../../text/escape-text.js";
import type { Line } from "../text/line.js";
import { wrapAfter } from "../text/wrap-text.js";
import { formatChain } from "./format-chain.js";
import { formatCounts } from "./format-counts.js";
import { formatFacts } from "./format-facts.js";

/** Formats an explanation in at most 80 columns: the chain, the facts, the counts, the refusal and the notes. */
export function formatExplanation(explanation: Explanation): readonly Line[] {
  const parts: readonly (readonly Line[])[] = [
    formatChain(explanation.chain),
    formatFacts(explanation),
    formatCounts(explanation),
    formatRefusal(explanation.refusal),
    formatNotes(explanation),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ["", ...part]));
}

function formatRefusal(refusal: ExplainedRefusal | null): readonly Line[] {
  if (refusal === null) return [];
  const text = `refused with ${refusal.status}: ${formatIssues(refusal.issues)}`;
  return wrapAfter("  ", text).map((line) => ({ text: line, style: "warning" }));
}

/** Formats issues in one line. */
export function formatIssues(issues: readonly Issue[]): string {
  if (issues.length === 0) return "none";
  const texts = issues.map(({ header, reason }) =>
    header === undefined ? reason : `${shortenText(header, 40)} ${reason}`,
  );
  return texts.join(", ");
}

/** Formats the notes. The line of the host shows already that it is the client's. */
function formatNotes({ gate, forgeable }: Explanation): readonly Line[] {
  const others = forgeable.filter(({ code }) => code !== "host-is-the-clients");
  return [
    ...(gate.verdict === "untrusted-peer" ? formatNote("warning", describeGate(gate)) : []),
    ...others.flatMap(({ level, text }) => formatNote(level, text)),
  ];
}

function describeGate({ peer, option }: Explanation["gate"]): string {
  const who = peer ?? "The unknown peer";
  return `${who} is not among ${option}: no header was believed. If it is your proxy, add it.`;
}

function formatNote(level: "warning" | "note", text: string): readonly Line[] {
  const isWarning = level === "warning";
  const lines = wrapAfter(isWarning ? "  ! " : "  · ", escapeText(text));
  return isWarning ? lines.map((line) => ({ text: line, style: "warning" })) : lines;
}
