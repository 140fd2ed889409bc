import { formatLiteral, formatVariable } from "../../recommend/format-options.js";
import type { Recommendation, Safeguard } from "../../recommend/index.js";
import { shortenText } from "../../text/escape-text.js";
import type { AnsweredOptions, Answers } from "../report/answers.js";
import type { Report } from "../report/report.js";
import { findCodeFramework, FRAMEWORKS, renderCode } from "./code.js";
import { html, type Content, type Markup } from "./html.js";

/** Renders the box to paste: code for a framework, the line for the environment, and the options that refuse more. */
export function renderOptions({ recommendation, options, answers }: Report): Markup {
  if (options === undefined) return renderNone(recommendation);
  return html`<div class="column">
<div><h2 id="options">Paste this</h2><p class="soft small">${describeCondition(recommendation, answers)}</p></div>
${renderPaste(options, answers.framework)}
${renderGuards(recommendation.guards, answers)}
<p class="soft small">${renderPage(recommendation.proxy)}</p>
</div>`;
}

function renderNone({ fixes, proxy }: Recommendation): Markup {
  return html`<div class="column reason"><h2 id="options">Nothing to paste yet</h2>
<p>Every option would make a proxy’s address, or a forged one, yours.</p>
${fixes.map(({ text }) => html`<p>${text}</p>`)}
<p class="soft small">${renderPage(proxy)}</p></div>`;
}

/** Describes what has to be true before the options are pasted. */
function describeCondition({ verdict, checks, facts }: Recommendation, { address }: Answers): Content {
  if (verdict === "sure") return "Nothing was left to try.";
  const open = checks.filter(({ state }) => state === "open");
  const doubts = open.filter(({ limit, code }) => limit === "unsure" && code !== "address");
  if (doubts.length > 0) return html`<strong class="bad">Not yet.</strong> ${doubts[0]!.text}`;
  if (address === undefined && verdict === "unsure") {
    return html`Right if <span class="value">${shortenText(String(facts.address.value), 60)}</span> is your address.`;
  }
  return "Likely right. Read the open points beside it first.";
}

/** Renders the box with the code of one framework; the tabs are radio buttons, so that the arrow keys change them. */
function renderPaste(options: AnsweredOptions, chosen: string): Markup {
  const framework = findCodeFramework(chosen);
  const variable = formatVariable(options);
  return html`<div class="paste">
<div class="tabs" role="radiogroup" aria-label="Framework">${FRAMEWORKS.map(
    ({ id, name }) =>
      html`<label><input type="radio" name="framework" id="framework-${id}" value="${id}"${id === framework.id && html` checked`}>${name}</label>`,
  )}</div>
<div class="code"><pre id="code" tabindex="0" role="region" aria-label="Code for ${framework.name}">${renderCode(framework, options)}</pre><button class="copy" id="copy" data-action="copy" data-copies="code">Copy</button></div>
${variable !== undefined && html`<div class="env"><span>or, the same build behind any proxies: <code>optionsFromEnv()</code> reads</span><code id="variable">${variable}</code></div>`}
</div>`;
}

function renderGuards(guards: readonly Safeguard[], { allowedHosts, strict }: Answers): Markup | undefined {
  if (guards.length === 0) return undefined;
  return html`<fieldset class="guards"><legend>Refuse more, at a price</legend>${guards.map(({ options, price }) =>
    "strict" in options
      ? renderGuard("strict", {
          value: "true",
          isOn: strict === true,
          text: formatLiteral(true),
          price,
          more: undefined,
        })
      : renderGuard("allowedHosts", {
          value: options.allowedHosts.join(" "),
          isOn: allowedHosts !== undefined,
          text: formatLiteral(allowedHosts ?? options.allowedHosts),
          price,
          more: allowedHosts !== undefined && renderHosts(allowedHosts),
        }),
  )}</fieldset>`;
}

/** The parts of a guard's line. */
interface GuardLine {
  /** Returned by the checkbox when it is set. */
  readonly value: string;
  readonly isOn: boolean;
  readonly text: string;
  readonly price: string;
  readonly more: Content;
}

function renderGuard(name: string, { value, isOn, text, price, more }: GuardLine): Markup {
  return html`<div><label class="choice"><input type="checkbox" name="${name}" id="guard-${name}" data-value="${value}"${isOn && html` checked`}><span><code>${name}: ${shortenText(text, 200)}</code><br><span class="soft small">${price}</span></span></label>${more}</div>`;
}

function renderHosts(hosts: readonly string[]): Markup {
  return html`<label class="field" for="hosts">Does the application answer to other names? Add them.<input type="text" id="hosts" name="hosts" value="${hosts.join(" ")}" autocomplete="off" autocapitalize="none" spellcheck="false"></label>`;
}

/** A page of the package's own documentation, which is installed with it. */
function renderPage({ name, page }: Recommendation["proxy"]): Content {
  const text = page.endsWith("chains.md")
    ? "Several proxies left signs. The page about chains has their configuration:"
    : name === null
      ? "The page of your proxy has its configuration, and what it passes unchecked:"
      : html`It looks like <b>${name}</b>. Its page has the configuration, and what it passes unchecked:`;
  return html`${text} <code>node_modules/proxyfix/${page}</code>`;
}
