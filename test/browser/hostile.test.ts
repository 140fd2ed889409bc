import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ArrivedRequest } from "../../src/recommend/observation.js";
import { startInspectorCommand } from "./applications.js";
import { measureOverflow } from "./checks.js";
import { BROWSER_NAME, NARROW } from "./chromium.js";
import { readText, typeAddress } from "./inspect.js";
import { isSkipped, startSite, type Site, type SitePlan } from "./site.js";
import { VISITOR } from "./visitor.js";

/** No proxy in front: each may refuse a hostile header, and the page must not depend on it. */
const DIRECT: SitePlan = {
  title: "no proxy",
  layers: [],
  listens: 3000,
  path: "/",
  start: startInspectorCommand,
};

const SCRIPT = `"'></pre></script><script>alert(1)</script><img src=x onerror=alert(2)><style>*{display:none}</style><!--`;
const HOSTILE: Readonly<Record<string, string>> = {
  "x-script": SCRIPT,
  "x-real-ip": SCRIPT,
  "x-forwarded-host": SCRIPT,
  "x-forwarded-prefix": `/${SCRIPT}`,
  "x-template": "${alert(3)} {{alert(4)}} %3Cscript%3Ealert(5)%3C/script%3E",
  "x-long": "A".repeat(8192),
  // Tab and the bytes above ASCII are the control characters that HTTP allows; a mark that turns text around is three of them.
  "x-control": "a\tb\u0080c\u009bd\u00ade",
  "x-right-to-left": Buffer.from("\u202egnp.exe\u2066\u200f").toString("latin1"),
};

describe.skipIf(isSkipped(DIRECT))(`${BROWSER_NAME} finds that hostile headers`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(DIRECT);
  });
  afterAll(() => site?.stop());

  const open = (javaScriptEnabled: boolean) =>
    site.visitor.open({ extraHTTPHeaders: HOSTILE, viewport: NARROW, javaScriptEnabled });
  const url = () => `${site.url}&${encodeURIComponent("x")}=</script><script>alert(6)</script>'"`;

  it("arrive as they were sent", async () => {
    const { page } = await open(true);
    await page.goto(site.url);
    const { facts } = await page.evaluate<ArrivedRequest>(
      'fetch(location, { headers: { accept: "application/json" } }).then((answer) => answer.json())',
    );
    expect(facts.headers).toMatchObject(HOSTILE);
  });

  it.each([true, false])("neither run nor break the page, with JavaScript: %s", async (javaScriptEnabled) => {
    const { page, faults } = await open(javaScriptEnabled);
    await page.goto(url());
    if (javaScriptEnabled) {
      await page.locator("h2#options").waitFor();
      await typeAddress(page, VISITOR);
      await page.locator("#code").waitFor();
      for (const guard of await page.locator(".guards input[type=checkbox]").all()) await guard.check();
    }
    for (const part of await page.locator("summary").all()) await part.click();
    expect(faults).toEqual([]);
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
    const shown = await readText(page.locator("main"));
    expect(shown).toContain(SCRIPT);
    expect(shown).toContain("AAAAAAAA");
    // Characters that cannot be seen, and those that turn text around, are shown as escapes.
    expect(shown).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(await page.locator("img, iframe, object, embed, base, main script, main style").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
  });
});
