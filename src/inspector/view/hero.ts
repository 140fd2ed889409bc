import { describeProxies } from "../../recommend/describe-proxies.js";
import { formatLiteral } from "../../recommend/format-options.js";
import type { DeclineCode } from "../../recommend/index.js";
import { shortenText } from "../../text/escape-text.js";
import type { Report } from "../report/report.js";
import { html, type Content, type Markup } from "./html.js";
import { capitalize, FACT_NAMES, formatNumber } from "./words.js";

/** Renders the sentence that answers, and the one question that is left. */
export function renderHero(report: Report): Markup {
  return html`<div class="hero">
<h1 id="title" tabindex="-1">${describeAnswer(report)}</h1>
<p>${describeVisit(report)}</p>
${renderQuestion(report)}
</div>`;
}

const DECLINED: Readonly<Record<DeclineCode, string>> = {
  "no-visit": "The page's own visit did not arrive.",
  "same-for-all": "Every header names a proxy, and none the visitors.",
  "ask-address": "No header names one public address.",
  "address-untold": "The proxies do not reveal your address.",
};

function describeAnswer({ recommendation: { declined, options } }: Report): string {
  if (options === undefined) return declined === undefined ? "There are no options." : DECLINED[declined.code];
  return describeProxies(options);
}

function describeVisit(report: Report): Content {
  const { recommendation, forged, losses } = report;
  if (recommendation.options === undefined) {
    const reasons = losses.length === 0 ? "" : ` Requests ended with: ${losses.slice(0, 5).join(", ")}.`;
    return `${recommendation.declined?.text ?? ""}${reasons}`;
  }
  const { address, host, proto } = recommendation.facts;
  const lost = forged.sent - forged.arrived;
  const untold = recommendation.untold.map((fact) => FACT_NAMES[fact].toLowerCase());
  const isNamed = address.source !== "connection";
  return [
    html`${isNamed ? "They say that you are" : "You are"} <span class="value">${shortenText(String(address.value), 60)}</span>`,
    host.value !== null &&
      html`, visiting <span class="value">${proto.value !== null && `${proto.value}://`}${shortenText(String(host.value), 80)}</span>`,
    `. This page sent itself ${formatNumber(forged.sent, "forged request")}`,
    lost > 0 && `, ${lost} of which did not arrive`,
    html`: <b>nothing forged was believed.</b>`,
    untold.length > 0 && html` <b>Not known: ${untold.join(", ")}.</b>`,
  ];
}

function renderQuestion(report: Report): Markup | undefined {
  const { recommendation, answers } = report;
  const code = recommendation.declined?.code;
  if (code === "no-visit" || code === "same-for-all") return undefined;
  const isDenied = answers.isAddressDenied === true && answers.address === undefined;
  const isDeclined = recommendation.options === undefined;
  if (isDenied || isDeclined) return renderAddressForm(report);
  if (answers.address === undefined) return renderAddressQuestion(String(recommendation.facts.address.value));
  return renderPeerQuestion(report);
}

function renderAddressQuestion(address: string): Markup {
  return html`<div class="ask" role="group" aria-label="Your address"><div class="row">
<p>Is <span class="value">${shortenText(address, 60)}</span> your public address?</p>
<div class="row"><button class="yes" id="confirm" data-action="confirm" data-address="${address}">Yes, it is mine</button><button id="deny" data-action="deny">No, or I don’t know</button></div>
</div></div>`;
}

function renderAddressForm({ answers: { address = "" }, inferred }: Report): Markup {
  return html`<form class="ask" data-action="type" aria-label="Your address">
<label for="address">Your public address</label>
<div class="row"><input type="text" id="address" name="address" value="${address}" placeholder="203.0.113.9" autocomplete="off" autocapitalize="none" spellcheck="false" size="24" aria-describedby="address-help"><button class="yes" id="use-address">Use it</button></div>
<p class="small" id="address-help">${describeMismatch(address, inferred)}Any “what is my address” page shows it. Or open this page on a phone without Wi-Fi: what changes is you, what stays is a proxy.</p>
<p class="wrong" id="address-wrong" role="alert"></p>
</form>`;
}

/** A typed address that no header contains is most often that of the other family. */
function describeMismatch(typed: string, inferred: string | null): Content {
  if (typed === "" || inferred === null || typed === inferred) return "";
  const isOtherFamily = !typed.includes(":") && inferred.includes(":");
  const reason = isOtherFamily ? ", so you came over IPv6" : "";
  return html`You typed <span class="value">${typed}</span>; the proxies saw <span class="value">${shortenText(inferred, 60)}</span>${reason}. If that one is yours too, type it instead. `;
}

function renderPeerQuestion({ recommendation: { choices, checks }, answers }: Report): Markup | undefined {
  const { trustedPeers = [] } = choices;
  if (trustedPeers.length === 0) return undefined;
  const from = checks.find(({ code }) => code === "peers")?.text.split(". ")[0] ?? "";
  return html`<fieldset class="ask"><legend>Who may connect? ${from}.</legend>
${trustedPeers.map(({ value, text }, at) => {
  const option = value === null ? "leave trustedPeers out" : `trustedPeers: ${formatLiteral(value)}`;
  return html`<label class="choice"><input type="radio" name="peers" id="peers-${at}" value="${at}"${answers.peers === at && html` checked`}><span>${capitalize(text)}<br><code>${shortenText(option, 200)}</code></span></label>`;
})}</fieldset>`;
}
