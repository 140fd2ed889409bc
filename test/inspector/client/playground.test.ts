import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

import { projectPath } from "../../structure/project.js";
import { createFixture } from "../../structure/temporary-directory.js";
import { expectAccessible, HAS_BROWSER, openPage } from "./browser.js";

const FILE = projectPath("docs/playground/index.html");

describe("docs/playground/index.html", () => {
  it("is built from the sources: run npm run build:playground if they changed", () => {
    const built = join(createFixture({}), "index.html");
    execFileSync(process.execPath, [projectPath("scripts/build-playground.mjs"), built]);
    expect(readFileSync(FILE, "utf8") === readFileSync(built, "utf8")).toBe(true);
  });
});

describe.skipIf(!HAS_BROWSER)("the playground in a browser", () => {
  it("explains a pasted request without the network", async () => {
    const { page, faults } = await openPage({ offline: true });
    await page.goto(pathToFileURL(FILE).href);
    await page.locator("#request").fill("Host: a.test\nX-Forwarded-For: <b>6.6.6.6</b>, 203.0.113.7, 10.0.0.7");
    await page.locator("#xFor").fill("2");
    expect(await page.locator(".chain .client .name").textContent()).toBe("203.0.113.7");
    expect(await page.locator(".chain .claim .name").textContent()).toBe("<b>6.6.6.6</b>");
    expect(await page.locator("#variable").textContent()).toBe(
      'PROXY_FIX="xFor=2,xProto=1,xHost=1,trustedPeers=10.0.0.0/8"',
    );
    expect(faults).toEqual([]);
  });

  it("names the fault of an input, and shows no result of another one", async () => {
    const { page } = await openPage();
    await page.goto(pathToFileURL(FILE).href);
    await page.locator("#forwarded").fill("1");
    expect(await page.locator("#options-wrong").textContent()).toContain("forwarded");
    expect(await page.locator("#result").isVisible()).toBe(false);
    await page.locator("#forwarded").fill("");
    expect(await page.locator("#result").isVisible()).toBe(true);
  });

  it.each([
    ["light", 1200],
    ["dark", 360],
  ] as const)(
    "has no fault that axe-core finds, and no sideways scroll, %s and %i px wide",
    async (colorScheme, width) => {
      const { page } = await openPage({ colorScheme, viewport: { width, height: 800 } });
      await page.goto(pathToFileURL(FILE).href);
      await page.locator("#clientAddressHeader").fill("x-real-ip-with-a-very-long-name-that-breaks-nothing");
      await page.locator("#clientAddressHeader").fill("");
      await expectAccessible(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    },
  );
});
