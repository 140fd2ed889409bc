import { html, type Markup } from "./html.js";

/** The sign of proxyfix: a proxy, and the application that has checked it. */
export const BRAND: Markup = html`<svg class="icon" viewBox="0 0 24 24" fill="none" aria-hidden="true"><circle class="fill-good" cx="5" cy="12" r="3.5"/><path class="line-good" d="M9.5 12h4" stroke-width="2" stroke-linecap="round"/><circle cx="18" cy="12" r="4.25" stroke="currentColor" stroke-width="1.75"/><path d="m16.2 12 1.3 1.3 2.4-2.5" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`; // prettier-ignore

/** A place that is not believed. */
export const CLAIM: Markup = html`<svg viewBox="0 0 36 36" fill="none" aria-hidden="true"><circle class="line-bad" cx="18" cy="18" r="15.5" stroke-width="2.5" stroke-dasharray="4 4.1"/><path class="line-bad" d="m13 13 10 10m0-10L13 23" stroke-width="2.75" stroke-linecap="round"/></svg>`; // prettier-ignore

/** The client. */
export const CLIENT: Markup = html`<svg viewBox="0 0 36 36" aria-hidden="true"><circle class="fill-good" cx="18" cy="18" r="17"/><circle class="fill-card" cx="18" cy="14.2" r="4.6"/><path class="fill-card" d="M9.4 27.4c1.3-4.6 4.6-6.6 8.6-6.6s7.3 2 8.6 6.6"/></svg>`; // prettier-ignore

/** A proxy that is believed. */
export const PROXY: Markup = html`<svg viewBox="0 0 36 36" fill="none" aria-hidden="true"><circle class="line-good" cx="18" cy="18" r="15.75" stroke-width="2.5"/><path class="line-good" d="M11 18h13m-4.5-5 5 5-5 5" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`; // prettier-ignore

/** A place of which nothing is known. */
export const UNKNOWN: Markup = html`<svg viewBox="0 0 36 36" fill="none" aria-hidden="true"><circle class="line-soft" cx="18" cy="18" r="15.75" stroke-width="2.5"/><path class="line-soft" d="M14 14.6c.2-2.3 1.9-3.7 4.1-3.7 2.3 0 4 1.4 4 3.5 0 3.1-4 3.1-4 6.1M18.1 25v.2" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`; // prettier-ignore

/** The application. */
export const APPLICATION: Markup = html`<svg viewBox="0 0 36 36" aria-hidden="true"><rect class="fill-ink" x="2" y="2" width="32" height="32" rx="8"/><path class="line-paper" d="M11 14.5 7.8 18l3.2 3.5m14-7 3.2 3.5-3.2 3.5M20 12.5l-4 11" fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`; // prettier-ignore

/** Done, or held. */
export const CHECK: Markup = html`<svg class="mark good" viewBox="0 0 16 16" fill="none" aria-hidden="true"><path d="m2.5 8.5 3.5 3.5 7.5-8" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`; // prettier-ignore

/** Left to do. */
export const CIRCLE: Markup = html`<svg class="mark soft" viewBox="0 0 16 16" fill="none" aria-hidden="true"><circle cx="8" cy="8" r="6" stroke="currentColor" stroke-width="1.75"/></svg>`; // prettier-ignore

/** Not held. */
export const CROSS: Markup = html`<svg class="mark bad" viewBox="0 0 16 16" fill="none" aria-hidden="true"><path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/></svg>`; // prettier-ignore
