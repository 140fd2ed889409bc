import { describe, expect, it } from "vitest";

import { HAS_BROWSER, openPage, startBehindProxy } from "./browser.js";

describe.skipIf(!HAS_BROWSER)("the controls of the page", () => {
  it("is used by the keyboard: the focus stays, and moves to the answer if its control is gone", async () => {
    const { page } = await openPage();
    await page.goto(await startBehindProxy());
    await page.locator("#framework-express").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#code").textContent()).toContain("proxyfix/fastify");
    expect(await page.evaluate("document.activeElement.id")).toBe("framework-fastify");
    await page.locator("#confirm").press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("title");
  });

  it("adds options that refuse more, and copies the code without a clipboard", async () => {
    const { page } = await openPage();
    await page.goto(await startBehindProxy());
    await page.locator("#guard-allowedHosts").check();
    await page.locator("#hosts").fill("app.example.com www.example.com");
    await page.locator("#guard-strict").check();
    const code = await page.locator("#code").textContent();
    expect(code).toContain('allowedHosts: ["app.example.com", "www.example.com"]');
    expect(code).toContain("strict: true");
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.locator("#copy").click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate("getSelection().toString()")).toContain('import { proxyFix } from "proxyfix/express";');
  });
});
