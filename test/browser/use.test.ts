import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BROWSER_NAME } from "./chromium.js";
import { inspect, readText, typeAddress } from "./inspect.js";
import { KNOWN } from "./set-ups.js";
import { isSkipped, startSite, type Site } from "./site.js";
import { VISITOR, type OpenPage } from "./visitor.js";

const PLAIN = KNOWN.find(({ listens }) => listens === 8080)!;
const SECURE = KNOWN.find(({ listens }) => listens === 8443)!;
const MOST_TABS = 30;

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  throw new Error(`${selector} gets no focus`);
}

/** Pastes the clipboard into a new page, and reads it. */
async function readClipboard(page: Page): Promise<string> {
  const other = await page.context().newPage();
  await other.setContent("<textarea></textarea>");
  await other.locator("textarea").focus();
  await other.keyboard.press("Control+V");
  return other.locator("textarea").inputValue();
}

describe.skipIf(isSkipped(PLAIN))(`${BROWSER_NAME} finds that the inspector over http`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(PLAIN);
  });
  afterAll(() => site?.stop());

  it("is used from the question to the copy by the keyboard alone", async () => {
    const { page, faults } = await site.visitor.open();
    await inspect(page, site.url);
    await tabTo(page, ".skip");
    await tabTo(page, "#address");
    await page.keyboard.type(VISITOR);
    await page.keyboard.press("Enter");
    await page.locator("#code").waitFor();
    // The focus is on the answer, so that a screen reader reads it.
    expect(await page.locator("h1:focus").count()).toBe(1);
    await tabTo(page, "#framework-express");
    await page.keyboard.press("ArrowRight");
    await page.locator("#framework-fastify:focus").waitFor();
    await tabTo(page, "#code");
    const code = await page.locator("#code").innerText();
    expect(code).toMatch(/^import \{ proxyFix \} from "proxyfix\/fastify";\n\nawait app\.register\(proxyFix, \{/);
    await tabTo(page, "#copy");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect((await readClipboard(page)).trim()).toBe(code.trim());
    expect(faults).toEqual([]);
  });

  it("has no clipboard, so that the copy button uses its fallback", async () => {
    const { page } = await site.visitor.open();
    await inspect(page, site.url);
    expect(await page.evaluate("[isSecureContext, typeof navigator.clipboard]")).toEqual([false, "undefined"]);
  });

  it("shows the visit and the code without JavaScript", async () => {
    const { page, faults } = await site.visitor.open({ javaScriptEnabled: false });
    await page.goto(site.url);
    expect(await readText(page.locator("h1"))).toBe("Your visit, as it arrived");
    expect(await readText(page.locator("ol.chain"))).toContain(`A value of X-Forwarded-For${VISITOR}`);
    expect(await readText(page.locator(".raw dt:text-is('x-forwarded-for') + dd"))).toBe(VISITOR);
    await page.locator("summary", { hasText: "Express" }).click();
    const code = page.locator("details[open] pre");
    expect(await code.isVisible()).toBe(true);
    expect((await code.innerText()).trim()).toBe(
      'import { proxyFix } from "proxyfix/express";\n\napp.use(proxyFix({ xFor: 0, xProto: 0 }));',
    );
    expect(await page.locator(".todo pre", { hasText: "npx proxyfix recommend visits.json" }).isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });
});

describe.skipIf(isSkipped(SECURE))(`${BROWSER_NAME} finds that the inspector over https`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(SECURE);
  });
  afterAll(() => site?.stop());

  it("copies the code by the browser's clipboard", async () => {
    const { page }: OpenPage = await site.visitor.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await inspect(page, site.url);
    await typeAddress(page, VISITOR);
    await page.locator("#copy").click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const code = await page.locator("#code").innerText();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
  });
});
