import { html, type Markup } from "./html.js";

/** Renders the progress of the page's requests to itself. */
export function renderProgress(done: number, all: number): Markup {
  return html`<p class="soft">The page sends itself ${all} requests, most of them forged.</p><progress max="${all}" value="${done}" aria-label="Requests done"></progress>`;
}
