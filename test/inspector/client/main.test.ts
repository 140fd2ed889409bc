import { describe, expect, it } from "vitest";

import { bundleClient } from "../../../scripts/bundle-client.mjs";
import { startServer } from "../../cli/probe/inspector.js";
import { HAS_BROWSER, openPage } from "./browser.js";

describe.skipIf(!HAS_BROWSER)("the program of the page", () => {
  it("needs no module, and does nothing on a page that is not the inspector's", async () => {
    const script = await bundleClient("main");
    let count = 0;
    const url = await startServer((req, res) => {
      // The browser asks for an icon whenever it likes.
      if (req.url !== "/favicon.ico") count += 1;
      res.setHeader("content-type", "text/html").end("<main id=main>Hello</main>");
    });
    const { page, faults } = await openPage();
    await page.goto(url);
    const visits = count;
    await page.evaluate(script);
    expect(await page.locator("main").textContent()).toBe("Hello");
    expect(count).toBe(visits);
    expect(faults).toEqual([]);
  });
});
