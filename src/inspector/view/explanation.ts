import type { ConnectionSource, CountOutcome, Explanation, HeaderSource, Obstacle } from "../../explain/index.js";
import type { Fact } from "../../resolution.js";
import { shortenText } from "../../text/escape-text.js";
import { formatHeaderName, formatValue } from "../../text/format-value.js";
import { renderChain } from "./chain.js";
import { html, type Content, type Markup } from "./html.js";
import { FACT_NAMES, formatPlace } from "./words.js";

const LONGEST_VALUE = 120;
const FACTS: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];

/** Renders an explanation: the way of the request, each fact with its source, other counts, and the notes. */
export function renderExplanation(explanation: Explanation): Markup {
  return html`<section aria-labelledby="chain"><header><h2 id="chain">From the client to the application</h2></header>${renderRefusal(explanation)}${renderChain(explanation, { client: "The client", forged: [] })}</section>
<section aria-labelledby="facts"><header><h2 id="facts">Each fact</h2></header>${renderExplainedFacts(explanation)}</section>
${renderCounts(explanation)}
${renderNotes(explanation)}`;
}

function renderRefusal({ refusal }: Explanation): Markup | undefined {
  if (refusal === null) return undefined;
  const issues = refusal.issues.map(({ header, reason }) => `${header === undefined ? "" : `${header} `}${reason}`);
  return html`<p class="wrong">Refused with ${refusal.status}: ${issues.join(", ")}</p>`;
}

function renderExplainedFacts({ facts }: Explanation): Markup {
  const rows = FACTS.map((fact) => {
    const { value, source, instead } = facts[fact];
    const shown =
      value === null
        ? html`<td class="bad">undefined</td>`
        : html`<td><span class="value">${formatValue(value)}</span></td>`;
    const obstacle =
      instead === undefined ? "" : html`${formatHeaderName(instead.header)}: ${OBSTACLES[instead.reason]}`;
    return html`<tr><th scope="row">${FACT_NAMES[fact]}</th>${shown}<td>${source === undefined ? "cannot be known" : describeOrigin(source)}</td><td class="soft">${obstacle}</td></tr>`;
  });
  return html`<table class="facts plain"><thead><tr><th scope="col">Fact</th><th scope="col">Value</th><th scope="col">Comes from</th><th scope="col">Not from</th></tr></thead><tbody>${rows}</tbody></table>`;
}

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  absent: "it is missing",
  "short-chain": "it has fewer values than are counted",
  empty: "the counted value is empty",
  invalid: "the counted value is malformed",
  unidentified: "the counted element has no for",
  duplicate: "it contains several values",
  "untrusted-peer": "the peer is not trusted",
  disabled: "its count is 0",
  "no-parameter": "the counted element does not contain it",
  "other-proxy": "the furthest trusted proxy does not write it",
};

const CONNECTIONS: Readonly<Record<ConnectionSource["connection"], string>> = {
  peer: "the connection",
  tls: "the connection, with or without TLS",
  host: "Host, as the client asked",
  authority: "the request target, as the client asked",
  mount: "the path under which the application is mounted",
  "default-port": "the scheme’s default",
};

function describeOrigin(source: HeaderSource | ConnectionSource): Content {
  if ("connection" in source) return CONNECTIONS[source.connection];
  const line = source.lines > 1 ? `, line ${source.line} of ${source.lines}` : "";
  return html`${formatHeaderName(source.header)}, ${formatPlace(source.place)}${line}<br><code class="soft">${shortenText(source.text, LONGEST_VALUE)}</code>`;
}

function renderCounts({ counts }: Explanation): Markup | undefined {
  const rows = Object.entries(counts).map(
    ([option, outcomes]) =>
      html`<tr><th scope="row"><code>${option}</code></th><td>${outcomes.map(renderCount)}</td></tr>`,
  );
  if (rows.length === 0) return undefined;
  return html`<section aria-labelledby="counts"><header><h2 id="counts">Other counts</h2><p>A larger count is not better because its value looks right: send a forged one first.</p></header><table class="facts counts"><tbody>${rows}</tbody></table></section>`;
}

function renderCount({ count, value, issue, chosen }: CountOutcome): Markup {
  const text = html`${count}: ${issue ?? formatValue(value)}`;
  return chosen === true
    ? html`<mark class="ok count">${text}<span class="quiet"> (chosen)</span></mark> `
    : html`<span class="count">${text}</span> `;
}

function renderNotes({ gate, forgeable }: Explanation): Markup | undefined {
  const untrusted =
    gate.verdict === "untrusted-peer"
      ? [
          html`<li>${gate.peer ?? "The unknown peer"} is not among ${gate.option ?? "the options"}: no header was believed. If it is your proxy, add it.</li>`,
        ]
      : [];
  const notes = [
    ...untrusted,
    ...forgeable.map(
      ({ level, text }) => html`<li>${level === "warning" && html`<strong class="bad">Warning: </strong>`}${text}</li>`,
    ),
  ];
  if (notes.length === 0) return undefined;
  return html`<section aria-labelledby="notes"><header><h2 id="notes">Others could write</h2></header><ul class="notes">${notes}</ul></section>`;
}
