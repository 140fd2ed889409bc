import { describe, expect, it } from "vitest";

import { HOSTILE } from "../hostile.js";
import { expectAccessible, HAS_BROWSER, openPage, startBehindProxy, VISITOR } from "./browser.js";

describe.skipIf(!HAS_BROWSER)("the page in a browser", () => {
  it("visits itself, asks for the address, and ends with the options", async () => {
    const { page, faults } = await openPage();
    await page.goto(`${await startBehindProxy()}/inspector?token=abc`);
    await page.getByText("Yes, it is mine").click();
    expect(await page.locator("h1").textContent()).toBe("One proxy stands in front of this application.");
    expect(await page.locator("#code").textContent()).toContain(
      '    xFor: 1,\n    xProto: 1,\n    xHost: 1,\n    trustedPeers: "loopback",\n',
    );
    expect(await page.locator(".todo").textContent()).toContain(`You confirmed ${VISITOR}.`);
    expect(await page.locator(".chain .name").allTextContents()).toEqual([
      "192.0.2.1",
      VISITOR,
      "127.0.0.1",
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    ]);
    expect(faults).toEqual([]);
  });

  it("asks for the address, refuses a wrong one, and declines if no header contains it", async () => {
    const { page } = await openPage();
    await page.goto(await startBehindProxy());
    await page.locator("#deny").click();
    await page.locator("#address").fill("not an address");
    await page.keyboard.press("Enter");
    expect(await page.locator("#address-wrong").textContent()).toContain("Write an IP address");
    await page.locator("#address").fill("203.0.113.200");
    await page.locator("#use-address").click();
    expect(await page.locator("h1").textContent()).toBe("The proxies do not reveal your address.");
    expect(await page.locator("#code").count()).toBe(0);
  });

  it.each([
    ["light", 1200],
    ["dark", 1200],
    ["light", 360],
    ["dark", 360],
  ] as const)(
    "has no fault that axe-core finds, and no sideways scroll, %s and %i px wide",
    async (colorScheme, width) => {
      const { page } = await openPage({ colorScheme, viewport: { width, height: 800 } });
      const hostile = Object.fromEntries(HOSTILE.map(([, value], at) => [`x-hostile-${at}`, value]));
      await page.goto(await startBehindProxy(hostile));
      await page.locator("#deny").click();
      await expectAccessible(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    },
  );

  it("prints on one sheet, in the colours of paper", async () => {
    const { page } = await openPage({ colorScheme: "dark" });
    await page.goto(await startBehindProxy());
    await page.locator("#confirm").click();
    const margin = { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" };
    const pdf = await page.pdf({ format: "A4", margin });
    expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(25, 28, 31)");
  });

  it("neither runs nor breaks by hostile values", async () => {
    const { page, faults } = await openPage();
    const hostile = Object.fromEntries(HOSTILE.map(([, value], at) => [`x-hostile-${at}`, value]));
    await page.goto(await startBehindProxy(hostile));
    await page.locator("#confirm").waitFor();
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.getByText("<script>alert(1)</script>").count()).toBe(2);
    expect(faults).toEqual([]);
  });

  it("shows the visit and the code without JavaScript", async () => {
    const { page } = await openPage({ javaScriptEnabled: false });
    await page.goto(await startBehindProxy());
    expect(await page.locator("h1").textContent()).toBe("Your visit, as it arrived");
    const koa = page.locator("details").nth(2);
    await koa.locator("summary").click();
    expect(await koa.locator("pre").isVisible()).toBe(true);
    expect(await koa.locator("pre").innerText()).toContain("app.use(proxyFix({ xFor: 0, xProto: 0 }));");
  });
});
