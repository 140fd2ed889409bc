import type {
  ConnectionSource,
  CountOption,
  ExplainedFact,
  Explanation,
  HeaderSource,
} from "../../explain/explanation.js";
import type { Fact } from "../../resolution.js";
import { formatRows, type Row } from "../text/format-rows.js";
import { formatHeaderName, formatValue } from "../../text/format-value.js";

const ALWAYS: readonly Fact[] = ["address", "proto", "host"];

/** Formats each fact with its source; port and prefix only if a header speaks of them. */
export function formatFacts(explanation: Explanation): readonly string[] {
  const facts: readonly Fact[] = [...ALWAYS, "port", "prefix"];
  const shown = facts.filter((fact) => ALWAYS.includes(fact) || isRemarkable(explanation.facts[fact]));
  return formatRows(shown.map((fact) => createRow(fact, explanation)));
}

function isRemarkable({ value, source, instead }: ExplainedFact): boolean {
  if (source !== undefined && "header" in source) return true;
  const isIgnored = instead !== undefined && instead.reason !== "untrusted-peer";
  return isIgnored || (source !== undefined && source.connection === "mount" && value !== "");
}

function createRow(fact: Fact, explanation: Explanation): Row {
  const { value, source, instead } = explanation.facts[fact];
  const isUntrusted = explanation.gate.verdict === "untrusted-peer";
  const obstacle = isUntrusted ? " (the peer is not trusted)" : describeObstacle(instead);
  const where = source === undefined ? "cannot be known" : describeSource(fact, source, explanation);
  return [fact, formatValue(value), `${where}${obstacle}`];
}

function describeObstacle(instead: ExplainedFact["instead"]): string {
  return instead === undefined ? "" : ` (${formatHeaderName(instead.header)}: ${instead.reason})`;
}

const CONNECTIONS: Readonly<Record<ConnectionSource["connection"], string>> = {
  peer: "the peer's",
  tls: "the connection",
  host: "Host, as the client asked",
  authority: "the request target, as the client asked",
  mount: "the path under which the application is mounted",
  "default-port": "the scheme's default",
};

function describeSource(fact: Fact, source: HeaderSource | ConnectionSource, explanation: Explanation): string {
  if ("header" in source) return `${formatHeaderName(source.header)}${describePlace(fact, source, explanation)}`;
  if (source.connection !== "tls") return CONNECTIONS[source.connection];
  return explanation.facts.proto.value === "https" ? "the connection is TLS" : "the connection is not TLS";
}

const OPTIONS: Readonly<Record<Fact, CountOption>> = {
  address: "xFor",
  proto: "xProto",
  host: "xHost",
  port: "xPort",
  prefix: "xPrefix",
};

/** Describes the place of a value among several, its line among several, and its part of a forwarded-element. */
function describePlace(fact: Fact, { header, place, line, lines }: HeaderSource, { counts }: Explanation): string {
  const outcomes = counts[header === "forwarded" ? "forwarded" : OPTIONS[fact]] ?? [];
  const hasMore = outcomes.some(({ count, issue }) => count > place && issue !== "short-chain");
  const part = header === "forwarded" && (fact === "proto" || fact === "host") ? `, its ${fact}` : "";
  return [
    place > 1 ? `, ${formatOrdinal(place)} from the right` : "",
    place === 1 && hasMore && part === "" ? ", last" : "",
    part,
    lines > 1 ? `, line ${line} of ${lines}` : "",
  ].join("");
}

/** Formats an ordinal number: `2nd`, `11th`, `23rd`. */
function formatOrdinal(place: number): string {
  const ending = Math.trunc((place % 100) / 10) === 1 ? undefined : ["th", "st", "nd", "rd"][place % 10];
  return `${place}${ending ?? "th"}`;
}
