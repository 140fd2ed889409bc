import type { ArrivedRequest } from "../../recommend/index.js";
import { embedJson, embedScript, html, type Markup } from "./html.js";
import { renderShell } from "./shell.js";
import { renderVisit } from "./visit.js";

/** Everything that the page of the inspector needs from the server. */
export interface PageData {
  /** Allows the page's own style and scripts by its Content-Security-Policy. */
  readonly nonce: string;
  /** The visit as it arrived, its secrets redacted. */
  readonly arrived: ArrivedRequest;
  /** The path and the query of the page as visited. */
  readonly url: string;
  /** The browser's program, CLIENT_CODE; empty for none. */
  readonly script: string;
  /** Of the package. */
  readonly version: string;
}

/**
 * Renders the page of the inspector. It shows the visit and code that believes nothing; the browser's program replaces both
 * by what it finds.
 *
 * Security: every value of the visit is escaped. The page needs a policy that allows its nonce, and `connect-src 'self'`.
 *
 * @returns a whole document of HTML
 */
export function renderPage({ nonce, arrived, url, script, version }: PageData): string {
  const page = renderShell({
    title: "proxyfix inspector",
    name: "inspector",
    promise: html`Keeps nothing<span>, and sends nothing to others</span>`,
    main: renderVisit(arrived, url),
    footer: `proxyfix ${version}. This page stores nothing, and sends requests to nobody but itself. It is on because of NODE_ENV=development or a token; stop it when you are done.`,
    scripts: renderScripts({ nonce, arrived, script }),
    nonce,
    head: html`<meta name="robots" content="noindex">\n`,
  });
  return page.text;
}

function renderScripts({ nonce, arrived, script }: Pick<PageData, "nonce" | "arrived" | "script">): Markup {
  const visit = html`<script type="application/json" nonce="${nonce}" id="visit">
    ${embedJson(arrived)}
  </script>`;
  return script === ""
    ? visit
    : html`${visit}
        <script nonce="${nonce}">
          ${embedScript(script)};
        </script>`;
}
