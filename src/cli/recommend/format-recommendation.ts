import type { Fact } from "../../resolution.js";
import { describeProxies } from "../../recommend/describe-proxies.js";
import { formatLiteral, formatVariable } from "../../recommend/format-options.js";
import type {
  Check,
  Fix,
  PeerChoice,
  Recommendation,
  RecommendedFact,
  RecommendedOptions,
} from "../../recommend/recommendation.js";
import { formatHeaderName, formatValue } from "../../text/format-value.js";
import { escapeText, shortenText } from "../../text/escape-text.js";
import { formatRows, type Row } from "../text/format-rows.js";
import type { Line } from "../text/line.js";
import { wrapAfter } from "../text/wrap-text.js";
import { formatCode } from "./format-options.js";

const FACTS: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];

/** Formats a recommendation in at most 80 columns: the answer, the options, the facts, and all that is left to do. */
export function formatRecommendation(recommendation: Recommendation): readonly Line[] {
  const parts: readonly (readonly Line[])[] = [
    formatAnswer(recommendation),
    formatOptions(recommendation.options),
    recommendation.options === undefined ? [] : formatRows(FACTS.map((fact) => createRow(fact, recommendation))),
    recommendation.checks.flatMap(formatCheck),
    formatChoices(recommendation.choices.trustedPeers ?? []),
    formatGuards(recommendation.guards),
    recommendation.fixes.flatMap(formatFix),
    formatProxy(recommendation.proxy),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ["", ...part]));
}

function formatAnswer({ verdict, declined, options }: Recommendation): readonly Line[] {
  const text = options === undefined ? (declined?.text ?? "") : describeProxies(options);
  return wrapAfter(`${verdict}: `, escapeText(text)).map((line) => ({ text: line, style: "heading" }));
}

function formatOptions(options: RecommendedOptions | undefined): readonly Line[] {
  if (options === undefined) return [];
  const variable = formatVariable(options);
  return [...formatCode(options), ...(variable === undefined ? [] : [`  ${variable}`])];
}

function createRow(fact: Fact, { facts, untold }: Recommendation): Row {
  const { value, source, forged } = facts[fact];
  if (untold.includes(fact)) return [fact, "unknown", "no option gives it right every time"];
  return [fact, formatValue(value), `${describeSource(source)}${forged ? ", a forged one was not believed" : ""}`];
}

function describeSource(source: RecommendedFact["source"]): string {
  if (source === null) return "unknown";
  return source === "connection" ? "the connection" : formatHeaderName(source);
}

/** A check that is open has its limit as a word: the mark alone says too little. */
function formatCheck({ code, state, limit, text }: Check): readonly Line[] {
  if (state === "done") return wrapAfter("  ✓ ", `${code}: ${escapeText(text)}`);
  const lines = wrapAfter("  ○ ", `${code} (${limit} until it is done): ${escapeText(text)}`);
  return lines.map((line) => ({ text: line, style: "warning" }));
}

function formatChoices(choices: readonly PeerChoice[]): readonly Line[] {
  if (choices.length === 0) return [];
  const rows = choices.map(({ value, text }): Row => {
    const option = value === null ? "no trustedPeers" : `trustedPeers: ${formatLiteral(value)}`;
    return [shortenText(option, 70), "", `if ${escapeText(text)}`];
  });
  return ["  Choose who may connect:", ...rows.flatMap(([option, , text]) => wrapAfter(`    ${option}  `, text))];
}

function formatGuards(guards: Recommendation["guards"]): readonly Line[] {
  if (guards.length === 0) return [];
  const lines = guards.flatMap(({ options, price }) => [
    ...wrapAfter(
      "    ",
      Object.entries(options)
        .map(([name, value]) => `${name}: ${formatLiteral(value)}`)
        .join(", "),
    ),
    ...wrapAfter("      ", escapeText(price)),
  ]);
  return ["  Refuse more, at a price:", ...lines];
}

function formatFix({ fact, text, page }: Fix): readonly Line[] {
  return wrapAfter("  ! ", `${fact}: ${escapeText(text)} See ${escapeText(page)}.`).map((line) => ({
    text: line,
    style: "warning",
  }));
}

function formatProxy({ name, page }: Recommendation["proxy"]): readonly Line[] {
  const text =
    name === null
      ? `The pages of the proxies: ${escapeText(page)}`
      : `It looks like ${escapeText(name)}: ${escapeText(page)}`;
  return wrapAfter("  ", text);
}
