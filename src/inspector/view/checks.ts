import type { Check, CheckCode } from "../../recommend/index.js";
import type { Report } from "../report/report.js";
import { html, type Content, type Markup } from "./html.js";
import { CHECK, CIRCLE } from "./icons.js";
import { formatNumber, quoteUrl } from "./words.js";

/** One line of the list. */
interface Line {
  readonly isDone: boolean;
  readonly title: string;
  readonly text: Content;
  /** Lines for a terminal; left out if there are none. */
  readonly commands?: readonly string[];
}

/** Checks that one command in a terminal closes together. */
const OF_TERMINAL: readonly CheckCode[] = ["several-lines", "connection", "quoted-host"];

/** Renders what was tried and what was not, with the next step for each. */
export function renderChecks(report: Report): Markup {
  const { checks } = report.recommendation;
  const lines = [
    ...checks.filter(({ code }) => !OF_TERMINAL.includes(code)).map((check) => createLine(check, report)),
    ...createTerminalLine(report),
    ...createBypassLine(report),
  ];
  const ordered = [...lines.filter(({ isDone }) => isDone), ...lines.filter(({ isDone }) => !isDone)];
  return html`<div class="column"><h2>How sure is that?</h2><ul class="todo">${ordered.map(renderLine)}</ul></div>`;
}

function renderLine({ isDone, title, text, commands }: Line): Markup {
  const state = isDone ? "done: " : "open: ";
  return html`<li>${isDone ? CHECK : CIRCLE}<div><b><span class="quiet">${state}</span>${title}</b><p>${text}</p>${commands !== undefined && html`<pre>${commands.map((line) => html`${line}\n`)}</pre>`}</div></li>`;
}

const TITLES: Readonly<Record<CheckCode, string>> = {
  forged: "All that a browser can forge",
  refused: "A value that is let through",
  address: "The address is yours",
  "other-machine": "You are not on the proxy’s machine",
  "other-scheme": "Both schemes",
  "several-lines": "Several lines of one header",
  connection: "Headers listed in Connection",
  "quoted-host": "A quote in Host",
  peers: "Who may connect",
  bypass: "The way around the outer proxy",
  "container-gateway": "The gateway of a container network",
  proxies: "All of your proxies",
};

function createLine(check: Check, report: Report): Line {
  if (check.code === "peers" && report.answers.peers !== undefined) {
    return { isDone: true, title: TITLES.peers, text: "You have answered it above." };
  }
  return { isDone: check.state === "done", title: TITLES[check.code], text: describeCheck(check, report) };
}

function describeCheck({ code, state, text }: Check, { url, forged, answers }: Report): Content {
  if (code === "forged" && state === "done") {
    return `${formatNumber(forged.sent, "request")} with forged headers, alone and together, lists and open quotes.`;
  }
  if (code === "address" && state === "open") return "Answer the question above.";
  if (code === "address" && answers.address !== undefined) return html`You confirmed ${answers.address}.`;
  if (code !== "other-scheme" || state === "done") return text;
  if (answers.httpEnd === "https") {
    // Browsers replace http by https themselves (HSTS and others), and a link may contain the fragment.
    return "You came back over https. The browser may have chosen that by itself: only a terminal sees whether the server redirects.";
  }
  if (answers.httpEnd === "http") {
    return "The http address answers by itself: it does not lead to https. Compare the options of both addresses; paste them only if they are the same.";
  }
  const isSecure = url.startsWith("https:");
  const other = url.replace(/^https?:/, isSecure ? "http:" : "https:");
  if (/^https?:\/\/[^/?#]*:\d+(?:[/?#]|$)/.test(url)) return text;
  const warning = /[?&]token=/.test(url) ? " The token in it is sent without TLS." : "";
  return isSecure
    ? html`<a href="${other}#scheme-check">Open the http address</a>: it should send you back here.${warning}`
    : html`<a href="${other}">Open the https address</a>, if there is one, and compare its options with these.`;
}

function createTerminalLine({ url, recommendation: { checks, facts } }: Report): readonly Line[] {
  const open = checks.filter(({ code, state }) => OF_TERMINAL.includes(code) && state === "open");
  if (open.length === 0) return [];
  const text = "Two lines of one header, names in Connection, another Host.";
  const commands = [
    `npx proxyfix probe '${quoteUrl(url)}' \\`,
    `    --address ${facts.address.value} --save visits.json`,
    "npx proxyfix recommend visits.json",
  ];
  return [{ isDone: false, title: "What only a terminal can send", text, commands }];
}

function createBypassLine({ recommendation: { checks, facts } }: Report): readonly Line[] {
  if (facts.address.source === "connection" || checks.some(({ code }) => code === "bypass")) return [];
  return [
    {
      isDone: false,
      title: "The way around",
      text: "No page can see it: can anyone reach the application’s port, or an inner proxy, without passing the outer one?",
    },
  ];
}
