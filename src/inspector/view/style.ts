import { html, type Markup } from "./html.js";

/** The style sheet of every page; it needs no attribute `style`, which a policy without unsafe-inline forbids. */
export const STYLE_SHEET: Markup = html`
:root { color-scheme: light dark; --paper: #fafaf8; --card: #ffffff; --ink: #191c1f; --soft: #565d64; --line: #dcdfdd; --faint: #f1f2ef; --good: #0a6b54; --good-wash: #e3f3ed; --bad: #a8281c; --bad-wash: #fbeae7; --ask: #6f4a00; --ask-wash: #fdf3dc; --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; --sans: "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #111416; --card: #191d20; --ink: #e9e8e4; --soft: #a3abb0; --line: #30363a; --faint: #20262a; --good: #5ad1ac; --good-wash: #12312a; --bad: #ff9385; --bad-wash: #3a1d1a; --ask: #f0c065; --ask-wash: #33280f }
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 var(--sans) }
main, header.top, footer { width: min(100% - 2rem, 70rem); margin-inline: auto }
h1, h2, h3, p, ol, ul, dl, pre, table, fieldset { margin: 0 }
h1 { font-size: clamp(1.6rem, 1.1rem + 2.2vw, 2.5rem); line-height: 1.15; letter-spacing: -0.022em; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere }
h1:focus { outline: none }
h2 { font-size: 1.0625rem; font-weight: 650; letter-spacing: -0.008em }
code { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere }
a { color: inherit; text-underline-offset: .2em; text-decoration-color: var(--soft) }
a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 3px solid var(--good); outline-offset: 2px; border-radius: 4px }
.soft { color: var(--soft) }
.good { color: var(--good) }
.bad { color: var(--bad) }
.small { font-size: .875rem }
.line-good { stroke: var(--good) }
.line-bad { stroke: var(--bad) }
.line-soft { stroke: var(--soft) }
.line-paper { stroke: var(--paper) }
.fill-good { fill: var(--good) }
.fill-card { fill: var(--card) }
.fill-ink { fill: var(--ink) }
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1 }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
header.top { display: flex; gap: .6rem 1rem; align-items: center; justify-content: space-between; padding-block: 1.1rem; font-size: .875rem }
.brand { display: flex; gap: .55rem; align-items: center; font-weight: 600; letter-spacing: -0.01em }
.brand svg { width: 1.5rem; height: 1.5rem; flex: none }
.brand span { color: var(--soft); font-weight: 450 }
.hero { padding-block: clamp(1.25rem, 4vw, 3.25rem) clamp(1.25rem, 3vw, 2.25rem); display: grid; gap: 1rem; justify-items: start }
.hero > p, .hero noscript p { max-width: 46rem; font-size: clamp(1rem, .95rem + .3vw, 1.1875rem); color: var(--soft); overflow-wrap: anywhere }
.hero b { color: var(--ink); font-weight: 600 }
.value { font-family: var(--mono); font-size: .92em; font-weight: 600; color: var(--ink); overflow-wrap: anywhere }
progress { width: min(22rem, 100%); height: .5rem; accent-color: var(--good) }
.ask { background: var(--ask-wash); color: var(--ask); border: 0; border-radius: 12px; padding: .8rem .95rem; width: fit-content; max-width: 100%; display: grid; gap: .65rem; min-width: 0 }
.ask .value { color: inherit }
.ask .row { display: flex; flex-wrap: wrap; gap: .6rem .8rem; align-items: center }
.ask .small { max-width: 40rem }
.ask legend { padding: 0; float: left; width: 100% }
.ask legend + * { clear: both }
.choice { display: grid; grid-template-columns: 1.25rem 1fr; gap: .55rem; align-items: start; cursor: pointer }
.choice input { width: 1.125rem; height: 1.125rem; margin: .2rem 0 0; accent-color: var(--good) }
.choice code { overflow-wrap: anywhere }
button { font: 600 .875rem/1 var(--sans); color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; cursor: pointer; min-height: 2.5rem }
button:hover { border-color: var(--soft) }
button.yes { background: var(--ink); color: var(--paper); border-color: var(--ink) }
input[type=text], input[type=number], textarea { font: .875rem/1.4 var(--mono); color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 8px; padding: .5rem .7rem; min-height: 2.5rem; min-width: 0; max-width: 100% }
.wrong { color: var(--bad); font-size: .875rem; font-weight: 500; overflow-wrap: anywhere }
section { padding-block: clamp(1.25rem, 2.5vw, 2rem); border-top: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem }
section > header { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; justify-content: space-between }
section > header p { font-size: .9375rem; color: var(--soft); overflow-wrap: anywhere }

/* the chain: a rail with stations, down the page on a narrow screen, across it on a wide one */
.chain { list-style: none; padding: 0; display: grid; --dot: 2.25rem }
.chain li { position: relative; display: grid; grid-template-columns: var(--dot) minmax(0, 1fr); column-gap: .9rem; padding-bottom: 1.4rem; min-width: 0 }
.chain li:last-child { padding-bottom: 0 }
.chain li::before { content: ""; position: absolute; left: calc(var(--dot) / 2 - 1.5px); top: calc(var(--dot) + 4px); bottom: 4px; width: 3px; border-radius: 2px; background: var(--good) }
.chain li:last-child::before { content: none }
.chain li.claim::before { background: repeating-linear-gradient(to bottom, var(--bad) 0 5px, transparent 5px 11px) }
.chain li.unknown::before { background: repeating-linear-gradient(to bottom, var(--soft) 0 5px, transparent 5px 11px) }
.chain svg { width: var(--dot); height: var(--dot); display: block }
.chain .role { font-size: .8125rem; color: var(--soft); font-weight: 500; line-height: 1.3 }
.chain .name { font: 600 1.0625rem/1.35 var(--mono); letter-spacing: -0.02em; overflow-wrap: anywhere }
.chain .said { font-size: .875rem; color: var(--soft); margin-top: .3rem; line-height: 1.4; max-width: 26rem; overflow-wrap: anywhere }
.chain .said code { display: inline-block; max-width: 100% }
.chain .claim .name { color: var(--bad); text-decoration: line-through; text-decoration-thickness: 2px }
.chain .client .name { color: var(--good) }
.chain .application .name { font-size: .9375rem }
@media (min-width: 62rem) {
  .chain.wide { grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); padding-top: .25rem }
  .chain.wide li { grid-template-columns: minmax(0, 1fr); row-gap: .7rem; padding: 0 1.1rem 0 0; align-content: start }
  .chain.wide li::before { left: calc(var(--dot) + 8px); right: 8px; top: calc(var(--dot) / 2 - 1.5px); bottom: auto; width: auto; height: 3px }
  .chain.wide li.claim::before { background: repeating-linear-gradient(to right, var(--bad) 0 6px, transparent 6px 13px) }
  .chain.wide li.unknown::before { background: repeating-linear-gradient(to right, var(--soft) 0 6px, transparent 6px 13px) }
}

/* facts */
.facts { width: 100%; border-collapse: collapse; font-size: .9375rem; table-layout: fixed }
.facts th:first-child { width: 6.5rem }
.facts th:nth-child(2) { width: 24% }
.facts th:nth-child(4) { width: 17% }
.facts th:nth-child(5) { width: 12.5rem }
.facts.short th:nth-child(2) { width: 34% }
.facts.plain th:nth-child(3) { width: 30% }
.facts.plain th:nth-child(4) { width: 30% }
.facts th, .facts td { text-align: left; vertical-align: baseline; padding: .65rem 1rem .65rem 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere }
.facts thead th { border: 0; padding-top: 0; font-size: .8125rem; color: var(--soft); font-weight: 500 }
.facts tbody th { font-weight: 600; width: 6.5rem }
.facts td:last-child { padding-right: 0 }
.facts del { color: var(--bad); font-family: var(--mono); font-size: .875em; text-decoration-thickness: 1.5px }
.facts .outcome { font-weight: 600; min-width: 9rem }
.facts .fix { display: block; color: var(--soft); font-size: .875rem }
.mark { width: 1em; height: 1em; vertical-align: -.125em; margin-right: .35em }
@media (max-width: 43rem) {
  .facts, .facts tbody { display: block }
  .facts thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  .facts tr { border-top: 1px solid var(--line); padding-block: .7rem; display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .1rem .75rem }
  .facts th, .facts td { border: 0; padding: 0 }
  .facts td { grid-column: 2 }
  .facts tbody th { width: auto }
  .facts:not(.short) td:nth-child(3) { color: var(--soft); font-size: .875rem }
  .facts:not(.plain) td:nth-child(4):not(:empty)::before { content: "forged as "; color: var(--soft); font-size: .875rem }
  .facts tr:first-child { border: 0; padding-top: 0 }
}

/* options */
.two { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem }
@media (min-width: 62rem) {
  .two { grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 3rem }
}
.column { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-content: start }
.paste { border: 1px solid var(--line); border-radius: 14px; background: var(--card); overflow: hidden }
.tabs { display: flex; border-bottom: 1px solid var(--line); overflow-x: auto; scrollbar-width: none; position: relative }
.tabs label { padding: .7rem .85rem; font-size: .875rem; color: var(--soft); cursor: pointer; white-space: nowrap; font-weight: 500; border-bottom: 2px solid transparent; margin-bottom: -1px }
.tabs label:has(:checked) { color: var(--ink); border-color: var(--good); font-weight: 600 }
.tabs label:has(:focus-visible) { outline: 3px solid var(--good); outline-offset: -3px; border-radius: 4px }
.tabs input { position: absolute; opacity: 0 }
.code { position: relative }
pre { font: .875rem/1.65 var(--mono); padding: 1rem 1.1rem; overflow-x: auto; tab-size: 2 }
pre .k { color: var(--good); font-weight: 600 }
pre .c { color: var(--soft) }
.copy { position: absolute; right: .6rem; top: .6rem; min-height: 0; padding: .5rem .7rem; font-size: .8125rem }
@media (max-width: 30rem) {
  .paste pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8125rem }
  .copy { position: static; margin: 0 1.1rem 1rem; width: calc(100% - 2.2rem); min-height: 2.75rem }
  .brand + p span { display: none }
}
.env { border-top: 1px solid var(--line); padding: .75rem 1.1rem .9rem; font-size: .8125rem; color: var(--soft); display: grid; gap: .25rem; grid-template-columns: minmax(0, 1fr) }
.env code { color: var(--ink); overflow-wrap: anywhere; font-size: .8125rem }
.guards { display: grid; gap: .6rem; font-size: .9375rem; border: 0; padding: 0; min-width: 0 }
.guards legend { font-size: .875rem; font-weight: 600; padding: 0; margin-bottom: .5rem }
.guards .field { margin: .5rem 0 .2rem 1.8rem; font-weight: 400 }
.guards input[type=text] { width: 100% }
.todo { list-style: none; padding: 0; display: grid; gap: .9rem; font-size: .9375rem; grid-template-columns: minmax(0, 1fr) }
.todo li { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: .6rem }
.todo .mark { width: 1.125rem; height: 1.125rem; margin-top: .2rem }
.todo p { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere }
.todo b { font-weight: 600 }
.todo pre, .reason pre { background: var(--faint); border-radius: 8px; padding: .6rem .75rem; margin-top: .45rem; font-size: .75rem; line-height: 1.55; white-space: pre-wrap; overflow-wrap: anywhere }
details { border-top: 1px solid var(--line) }
details:first-child { border-top: 0 }
summary { padding: .7rem 1.1rem; font-size: .9375rem; font-weight: 500; cursor: pointer }
details pre { padding-top: .2rem }
.raw details { border-top: 1px solid var(--line) }
.raw summary { padding: .45rem 0; font-size: .875rem; color: var(--soft) }

/* line by line */
.raw { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem }
@media (min-width: 62rem) {
  .raw.pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 3rem }
}
.raw h3 { font-size: .875rem; font-weight: 600; margin-bottom: .5rem }
.raw h3 span { color: var(--soft); font-weight: 450 }
.raw dl { font: .8125rem/1.5 var(--mono); display: grid; grid-template-columns: minmax(0, 14rem) minmax(0, 1fr) }
.raw dt { color: var(--soft); padding-right: 1.25rem; overflow-wrap: anywhere }
.raw dd { margin: 0; overflow-wrap: anywhere }
.raw dt, .raw dd { padding-block: .2rem; border-top: 1px solid var(--line) }
mark { background: var(--bad-wash); color: var(--bad); border-radius: 4px; padding: .05em .3em; text-decoration: line-through; text-decoration-thickness: 1.5px }
mark.ok { background: var(--good-wash); color: var(--good); text-decoration: none }
@media (max-width: 30rem) {
  .raw dl { grid-template-columns: minmax(0, 1fr) }
  .raw dd { border: 0; padding-top: 0 }
  .raw dt { padding-bottom: 0 }
}
footer { padding-block: 1.5rem 3rem; font-size: .8125rem; color: var(--soft); border-top: 1px solid var(--line) }

/* the playground */
.form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem }
@media (min-width: 62rem) {
  .form { grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 3rem }
}
.field { display: grid; gap: .3rem; font-size: .875rem; font-weight: 500; grid-template-columns: minmax(0, 1fr) }
.field textarea { min-height: 15rem; resize: vertical; width: 100% }
.field input { width: 100% }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem }
.facts.counts th:first-child { width: 7rem }
.count { display: inline-block; margin-right: 1.25rem; font: .875rem/1.6 var(--mono); text-decoration: none }
.notes { padding-left: 1.1rem; display: grid; gap: .5rem; font-size: .9375rem }
@media print {
  :root { color-scheme: light }
  html { font-size: 9.5px }
  body { font-size: 1rem; background: none }
  main, header.top, footer { width: 100% }
  header.top { padding-block: 0 .5rem }
  .ask, .copy, .tabs, .guards, .skip, button, .raw details { display: none }
  h1 { font-size: 2rem }
  .hero { padding-block: .8rem; gap: .5rem }
  .hero > p { font-size: 1.1rem }
  section { break-inside: avoid; padding-block: .9rem; gap: .6rem }
  .facts th, .facts td { padding-block: .3rem }
  .todo { gap: .45rem }
  pre, .todo pre { padding: .5rem .75rem; line-height: 1.45 }
  footer { padding-block: .7rem 0 }
  .chain { grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); --dot: 2rem }
  .chain li { grid-template-columns: minmax(0, 1fr); padding: 0 .75rem 0 0; align-content: start }
  .chain li::before { left: calc(var(--dot) + 6px); right: 6px; top: calc(var(--dot) / 2 - 1px); bottom: auto; width: auto; height: 2px }
  .chain li.claim::before { background: repeating-linear-gradient(to right, var(--bad) 0 4px, transparent 4px 9px) }
  .chain li.unknown::before { background: repeating-linear-gradient(to right, var(--soft) 0 4px, transparent 4px 9px) }
  .chain li::before, mark { print-color-adjust: exact }
  .two { grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 2rem }
  .raw.pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem }
  .raw dt, .raw dd { padding-block: .05rem }
  .form { grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 1.5rem }
  .field input, .field textarea { min-height: 0; padding: .2rem .5rem }
  .field textarea { min-height: 9rem }
  .column .grid, .form .column { gap: .5rem }
}
@media (prefers-reduced-motion: no-preference) {
  button { transition: border-color .12s }
}
`;
