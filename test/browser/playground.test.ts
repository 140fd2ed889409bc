import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathToFileURL } from "node:url";

import { projectPath } from "../structure/project.js";
import { countSheets, findAxeFaults, measureOverflow } from "./checks.js";
import { BROWSER_NAME, IS_SKIPPED, launchChromium, LOOKS, NARROW } from "./chromium.js";
import { readChain, readFacts, readText } from "./inspect.js";
import { openPage } from "./visitor.js";

const FILE = pathToFileURL(projectPath("docs/playground/index.html")).href;

interface Opened {
  readonly page: Page;
  readonly faults: readonly string[];
  /** The URLs of all requests but that of the file. */
  readonly requests: readonly string[];
}

describe.skipIf(IS_SKIPPED)(`${BROWSER_NAME} finds that the playground`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function open(options: BrowserContextOptions = {}): Promise<Opened> {
    const { page, faults } = await openPage(browser, options);
    const requests: string[] = [];
    await page.route("**/*", (route) => {
      if (route.request().url() === FILE) return route.continue();
      requests.push(route.request().url());
      return route.abort();
    });
    await page.goto(FILE);
    await page.locator("#result h2").first().waitFor();
    return { page, faults, requests };
  }

  it("explains a pasted request, and sends nothing", async () => {
    const { page, faults, requests } = await open();
    await page
      .locator("#request")
      .fill("GET /a HTTP/1.1\nHost: internal\nX-Forwarded-For: 192.0.2.66, 198.51.100.7\nX-Forwarded-Proto: https\n");
    await page.getByLabel("Address of the peer").fill("10.1.2.3");
    await page.getByLabel("xFor").fill("1");
    await page.getByLabel("xHost").fill("0");
    expect(await readChain(page)).toEqual([
      ["claim", "Not believed", "192.0.2.66"],
      ["client", "The client", "198.51.100.7"],
      ["proxy", "The proxy, your peer", "10.1.2.3"],
      ["application", "Your application", "https://internal"],
    ]);
    expect(await readFacts(page, "Value")).toEqual(["198.51.100.7", "https", "internal", "443", expect.any(String)]);
    expect(requests).toEqual([]);
    expect(faults).toEqual([]);
  });

  it("shows a hostile request, and runs none of it", async () => {
    const { page, faults } = await open({ viewport: NARROW });
    const hostile = `"'></textarea><script>alert(1)</script><img src=x onerror=alert(2)>\u202e`;
    const lines = ["X-Forwarded-For", "X-Forwarded-Host", "X-Script"].map((name) => `${name}: ${hostile}`);
    await page.locator("#request").fill(["Host: a", ...lines, `X-Long: ${"A".repeat(8192)}`].join("\n"));
    await page.getByLabel("clientAddressHeader").fill("<script>alert(3)</script>");
    expect(await readText(page.locator("#options-wrong"))).toContain("<script>alert(3)</script>");
    await page.getByLabel("clientAddressHeader").fill("");
    expect(await readText(page.locator("#result"))).toContain("<script>alert(1)</script>");
    expect(await page.locator("img, #result script").count()).toBe(0);
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
  });

  it.each(LOOKS)("is accessible and fits the screen: $title", async (look) => {
    const { page, faults } = await open(look);
    expect(await findAxeFaults(page)).toEqual([]);
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
  });

  it("prints on one sheet", async () => {
    const { page } = await open();
    expect(await countSheets(page)).toBe(1);
  });
});
