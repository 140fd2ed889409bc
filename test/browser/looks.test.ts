import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { countSheets, findAxeFaults, measureOverflow } from "./checks.js";
import { BROWSER_NAME, LOOKS } from "./chromium.js";
import { inspect, typeAddress } from "./inspect.js";
import { DECLINED, KNOWN } from "./set-ups.js";
import { isSkipped, startSite, type Site } from "./site.js";
import { VISITOR, type OpenPage } from "./visitor.js";

const CHAIN = KNOWN.find(({ chain }) => chain.length === 4)!;
const BARE = DECLINED[0]!;

/** The states of a page that look different. */
const STATES: readonly (readonly [title: string, reach: (opened: OpenPage, url: string) => Promise<void>])[] = [
  ["its question", ({ page }, url) => inspect(page, url)],
  [
    "a wrong address",
    async ({ page }, url) => {
      await inspect(page, url);
      await typeAddress(page, "my address");
      await page.getByText("Write an IP address").waitFor();
    },
  ],
  [
    "its answer",
    async ({ page }, url) => {
      await inspect(page, url);
      await typeAddress(page, VISITOR);
      const guards = page.locator(".guards input[type=checkbox]");
      for (const guard of await guards.all()) await guard.check();
      for (const lines of await page.locator(".raw summary").all()) await lines.click();
    },
  ],
];

describe.each([
  ["with options", CHAIN],
  ["without options", BARE],
])(`${BROWSER_NAME} finds that the inspector %s`, (_, setUp) => {
  describe.skipIf(isSkipped(setUp))("in all looks", () => {
    let site: Site;
    beforeAll(async () => {
      site = await startSite(setUp);
    });
    afterAll(() => site?.stop());

    async function reach(options: BrowserContextOptions, state: (typeof STATES)[number]): Promise<OpenPage> {
      const opened = await site.visitor.open(options);
      await state[1](opened, site.url);
      return opened;
    }

    const cases = LOOKS.flatMap((look) =>
      STATES.map((state) => ({ title: `${state[0]}, ${look.title}`, look, state })),
    );
    it.each(cases)("is accessible and fits the screen: $title", async ({ look, state }) => {
      const { page, faults } = await reach(look, state);
      expect(await findAxeFaults(page)).toEqual([]);
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
    });

    it.each(LOOKS)("is accessible and fits the screen without JavaScript: $title", async (look) => {
      const { page, faults } = await site.visitor.open({ ...look, javaScriptEnabled: false });
      await page.goto(site.url);
      for (const part of await page.locator("summary").all()) await part.click();
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      // axe is a script itself: it looks at what a browser without JavaScript shows.
      const shown = (await page.content())
        .replaceAll(/<(\/?)noscript>/g, "<$1div>")
        .replaceAll(/<script.*?<\/script>/gs, "");
      const { page: copy } = await site.visitor.open(look);
      await copy.setContent(shown);
      expect(await findAxeFaults(copy)).toEqual([]);
    });

    it("prints on one sheet", async () => {
      const opened = await site.visitor.open();
      await inspect(opened.page, site.url);
      await typeAddress(opened.page, VISITOR);
      expect(await countSheets(opened.page)).toBe(1);
    });
  });
});
