import type { Explanation } from "../../explain/index.js";
import { shortenText } from "../../text/escape-text.js";
import { formatHeaderName } from "../../text/format-value.js";
import type { Report, ShownRequest } from "../report/report.js";
import { renderChain, renderUnknownChain } from "./chain.js";
import { renderChecks } from "./checks.js";
import { renderFacts, renderForgedValues } from "./facts.js";
import { renderHero } from "./hero.js";
import { html, type Content, type Markup } from "./html.js";
import { renderOptions } from "./options.js";
import { renderRequestLines, type Highlight } from "./request-lines.js";
import { formatNumber } from "./words.js";

/** Renders the whole report: the answer, the question, the way of a request, the facts, the options, and the lines. */
export function renderReport(report: Report): Markup {
  return html`${renderHero(report)}
${report.drawn !== undefined && renderWay(report.drawn, report)}
${renderFactSection(report)}
<section aria-labelledby="options"><div class="two">${renderOptions(report)}${report.options !== undefined && renderChecks(report)}</div></section>
${renderRaw(report)}`;
}

function renderWay({ observation, explanation }: ShownRequest, { options }: Report): Markup {
  const forged = observation.sent.headers ?? [];
  const [name, value] = forged[0] ?? [];
  const caption: Content =
    name === undefined
      ? "as your visit arrived"
      : html`as the request with <code>${formatHeaderName(name)}: ${shortenText(value ?? "", 60)}</code> arrived`;
  const words = { client: "You, the client", forged: forged.map(([, text]) => text) };
  const chain = options === undefined ? renderUnknownChain(explanation) : renderChain(explanation, words);
  return html`<section aria-labelledby="chain"><header><h2 id="chain">From you to the application</h2><p>${caption}</p></header>${chain}</section>`;
}

function renderFactSection({ facts, plain, recommendation }: Report): Markup | undefined {
  if (recommendation.declined?.code === "no-visit") return undefined;
  const isKnown = recommendation.options !== undefined;
  const title = isKnown ? "What is believed, and why" : "What became of forged values";
  const table = isKnown ? renderFacts(facts, plain?.explanation, recommendation.fixes) : renderForgedValues(facts);
  return html`<section aria-labelledby="facts"><header><h2 id="facts">${title}</h2></header>${table}</section>`;
}

function renderRaw({ plain, combined, options }: Report): Markup | undefined {
  if (plain === undefined) return undefined;
  const isKnown = options !== undefined;
  const legend = html`<p><mark>forged</mark>${isKnown && html` <mark class="ok">believed</mark>`}</p>`;
  return html`<section class="raw-lines" aria-labelledby="raw"><header><h2 id="raw">Line by line</h2>${legend}</header><div class="raw pair">
<div><h3>Your visit <span>as it arrived</span></h3>${renderRequestLines(plain.observation.arrived.rawHeaders, isKnown ? listBelievedTexts(plain.explanation) : [])}</div>
${combined !== undefined && renderCombined(combined, isKnown ? listBelievedTexts(combined.explanation) : [])}
</div></section>`;
}

function renderCombined({ observation }: ShownRequest, believed: readonly Highlight[]): Markup {
  const sent = observation.sent.headers ?? [];
  const forged = sent.map(([header, text]): Highlight => ({ header, text, kind: "forged" }));
  return html`<div><h3>The probe <span>with ${formatNumber(sent.length, "forged header")}</span></h3>${renderRequestLines(observation.arrived.rawHeaders, [...believed, ...forged])}</div>`;
}

/** Lists the texts from which the believed facts come. */
function listBelievedTexts({ facts }: Explanation): readonly Highlight[] {
  return Object.values(facts).flatMap(({ source }): readonly Highlight[] => {
    if (source === undefined) return [];
    if ("header" in source) return [{ header: source.header, text: source.text, line: source.line, kind: "believed" }];
    return [];
  });
}
