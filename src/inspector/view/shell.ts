import { html, type Content, type Markup } from "./html.js";
import { BRAND } from "./icons.js";
import { STYLE_SHEET } from "./style.js";

/** The parts of a page. */
export interface Shell {
  readonly title: string;
  /** Stands beside the name at the top: `"inspector"`. */
  readonly name: string;
  /** One sentence at the top on the right. */
  readonly promise: Content;
  readonly main: Markup;
  readonly footer: Content;
  /** Scripts at the end of the body. */
  readonly scripts: Markup;
  /** Allows the style sheet by a policy; left out if there is none. */
  readonly nonce?: string;
  /** Elements of the head. */
  readonly head?: Markup;
}

/** Renders a whole page: its landmarks, the style sheet and the scripts. */
export function renderShell({ title, name, promise, main, footer, scripts, nonce, head }: Shell): Markup {
  const allowed = nonce === undefined ? "" : html` nonce="${nonce}"`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}<title>${title}</title>
<style${allowed}>${STYLE_SHEET}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="brand">${BRAND}proxyfix <span>${name}</span></div><p class="soft">${promise}</p></header>
<main id="main">${main}</main>
<footer>${footer}</footer>
${scripts}
</body>
</html>
`;
}
