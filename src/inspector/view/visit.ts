import { explain } from "../../explain/index.js";
import type { ArrivedRequest } from "../../recommend/index.js";
import { shortenText } from "../../text/escape-text.js";
import { renderUnknownChain } from "./chain.js";
import { FRAMEWORKS, renderCode } from "./code.js";
import { html, type Markup } from "./html.js";
import { renderRequestLines } from "./request-lines.js";
import { quoteUrl } from "./words.js";

/** Options that believe no header: safe until the right ones are known. */
const NOTHING_BELIEVED = { xFor: 0, xProto: 0 };

/**
 * Renders one visit as it arrived, before anything was tried: the page without JavaScript. Its code believes nothing, since
 * a plain visit shows no difference between a proxy's value and a client's.
 *
 * @param url - the path and the query of the page
 */
export function renderVisit(arrived: ArrivedRequest, url: string): Markup {
  const explanation = explain(arrived.facts, NOTHING_BELIEVED);
  const { peer } = explanation.gate;
  return html`<div class="hero">
<h1 id="title" tabindex="-1">Your visit, as it arrived</h1>
<p>It came from <span class="value">${peer ?? "an unknown address"}</span>, with the path <span class="value">${shortenText(arrived.path, 120)}</span>. Nothing is believed yet.</p>
<div id="status" role="status"></div>
<noscript><p>Without JavaScript this page cannot send itself forged requests. A terminal can: see below.</p></noscript>
</div>
<section aria-labelledby="chain"><header><h2 id="chain">From the client to the application</h2><p>as your visit arrived</p></header>${renderUnknownChain(explanation)}</section>
<noscript><section aria-labelledby="options"><div class="two">
<div class="column"><h2 id="options">Begin with this</h2><p class="soft small">It believes no header: safe, until a probe has found the numbers.</p>
<div class="paste">${FRAMEWORKS.map((framework) => html`<details><summary>${framework.name}</summary><pre>${renderCode(framework, NOTHING_BELIEVED)}</pre></details>`)}</div></div>
<div class="column"><h2>Find the numbers</h2><ul class="todo"><li><span></span><div><b>From a terminal of another machine</b><p>Replace app.example.com by the name of this site, and 203.0.113.9 by your own public address.</p><pre>npx proxyfix probe '${`https://app.example.com${quoteUrl(url)}`}' \\
    --address 203.0.113.9 --save visits.json
npx proxyfix recommend visits.json</pre></div></li></ul></div>
</div></section></noscript>
<section class="raw-lines" aria-labelledby="raw"><header><h2 id="raw">Line by line</h2></header><div class="raw"><div><h3>Your visit <span>as it arrived</span></h3>${renderRequestLines(arrived.rawHeaders)}</div></div></section>`; // prettier-ignore
}
