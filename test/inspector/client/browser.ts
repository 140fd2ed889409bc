import { existsSync } from "node:fs";
import { request, type RequestListener } from "node:http";
import axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, expect, onTestFinished } from "vitest";

import { renderPage } from "../../../src/inspector/view/page.js";
import { bundleClient } from "../../../scripts/bundle-client.mjs";
import { readArrival, startServer } from "../../cli/probe/inspector.js";

/** Debian's browser. */
const CHROMIUM = "/usr/bin/chromium";

/** Whether the browser is installed; without it these tests are skipped. */
export const HAS_BROWSER: boolean = existsSync(CHROMIUM);

let browser: Promise<Browser> | undefined;

afterAll(async () => (await browser)?.close());

/** Opens a page in the browser; its faults are collected: exceptions, dialogs and refusals by its policy. */
export async function openPage(
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const context = await (await browser).newContext(options);
  onTestFinished(async () => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) faults.push(message.text());
  });
  return { page, faults };
}

/** Expects that axe-core finds nothing. The page's own policy does not keep it out. */
export async function expectAccessible(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe.source });
  const expression =
    "axe.run(document).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes[0].html])))";
  const { result } = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  expect(JSON.parse(String(result.value))).toEqual([]);
}

/** Returns a listener that answers as the inspector does: with JSON by Accept, with the page else. */
async function createPageListener(headers: Readonly<Record<string, string>> = {}): Promise<RequestListener> {
  const script = await bundleClient("main");
  return (req, res) => {
    const arrival = readArrival(req);
    const arrived = {
      ...arrival,
      facts: { ...arrival.facts, headers: { ...arrival.facts.headers, ...headers } },
      rawHeaders: [...arrival.rawHeaders, ...Object.entries(headers).flat()],
    };
    if (req.headers.accept?.includes("json") === true) {
      res.setHeader("content-type", "application/json").end(JSON.stringify(arrived));
      return;
    }
    const nonce = "bm9uY2U";
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    res.end(renderPage({ nonce, arrived, url: req.url ?? "/", script, version: "0.0.0" }));
  };
}

/** The visitor whom the proxy names. */
export const VISITOR = "81.2.69.77";

/** Starts the page behind a proxy that appends a public address, and overwrites the scheme and the host. */
export async function startBehindProxy(extra: Readonly<Record<string, string>> = {}): Promise<string> {
  const { port } = new URL(await startServer(await createPageListener(extra)));
  return startServer((req, res) => {
    const chain = [req.headers["x-forwarded-for"], VISITOR].filter((value) => value !== undefined).join(", ");
    const headers = {
      ...req.headers,
      "x-forwarded-for": chain,
      "x-forwarded-proto": "http",
      "x-forwarded-host": req.headers.host,
    };
    const outgoing = request({ host: "127.0.0.1", port, path: req.url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    outgoing.end();
  });
}
