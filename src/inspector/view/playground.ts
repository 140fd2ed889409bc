import { embedScript, html, type Markup } from "./html.js";
import { renderShell } from "./shell.js";

const SAMPLE = html`GET /cart HTTP/1.1
Host: app.example.com
X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.7
X-Forwarded-Proto: https
X-Forwarded-Host: app.example.com`;

/** The counts, and the value of each at the start. */
const COUNTS: readonly (readonly [option: string, value: string])[] = [
  ["xFor", "2"],
  ["xProto", "1"],
  ["xHost", "1"],
  ["xPort", ""],
  ["xPrefix", ""],
  ["forwarded", ""],
];

/** The options with a text, its value at the start, and an example of it. */
const TEXTS: readonly (readonly [option: string, value: string, example: string])[] = [
  ["trustedPeers", "10.0.0.0/8", "loopback 10.0.0.0/8"],
  ["trustedProxies", "", "10.0.0.0/8 198.51.100.0/24"],
  ["clientAddressHeader", "", "x-real-ip"],
  ["allowedHosts", "", "app.example.com"],
];

/**
 * Renders the playground: one file that explains a pasted request, without a server and without the network.
 *
 * @param script - the browser's program
 * @param policy - the Content-Security-Policy, with the hashes of the script and of the style sheet
 * @returns a whole document of HTML
 */
export function renderPlayground(script: string, policy: string): string {
  const page = renderShell({
    title: "proxyfix playground",
    name: "playground",
    promise: html`Works offline<span>: nothing leaves this page</span>`,
    main: renderForm(),
    footer: "A pasted request may contain cookies and tokens. They stay in this page, which sends and stores nothing.",
    scripts: html`<script>${embedScript(script)}</script>`,
    head: html`<meta http-equiv="content-security-policy" content="${policy}">\n`,
  });
  return page.text;
}

function renderForm(): Markup {
  return html`<div class="hero"><h1 id="title">Why was it ignored?</h1><p>Paste a request as your application received it, and choose options. The page runs the same code as the package.</p></div>
<section aria-labelledby="input"><h2 id="input" class="quiet">Request and options</h2><div class="form">
<div class="column"><label class="field" for="request">Request<textarea id="request" name="request" spellcheck="false" autocapitalize="none" autocomplete="off">${SAMPLE}</textarea></label>
<p class="wrong" id="request-wrong" role="alert"></p>
<label class="field" for="peer">Address of the peer, which connects to the application<input type="text" id="peer" name="peer" value="10.0.0.2" spellcheck="false" autocomplete="off"></label>
<label class="choice"><input type="checkbox" id="encrypted" name="encrypted"><span>The connection to the application is TLS</span></label></div>
<div class="column"><div class="grid">${COUNTS.map(([option, value]) => html`<label class="field" for="${option}">${option}<input type="number" id="${option}" name="${option}" min="0" max="20" value="${value}"></label>`)}</div>
${TEXTS.map(([option, value, example]) => html`<label class="field" for="${option}">${option}<input type="text" id="${option}" name="${option}" value="${value}" placeholder="${example}" spellcheck="false" autocapitalize="none" autocomplete="off"></label>`)}
<label class="choice"><input type="checkbox" id="strict" name="strict"><span>strict</span></label>
<p class="wrong" id="options-wrong" role="alert"></p>
<p class="small soft">In the environment: <code id="variable"></code></p></div>
</div></section>
<div id="result"></div>`;
}
