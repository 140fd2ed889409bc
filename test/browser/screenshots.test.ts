import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { projectPath } from "../structure/project.js";
import { BROWSER_NAME, NARROW, WIDE } from "./chromium.js";
import { inspect, readText } from "./inspect.js";
import { KNOWN } from "./set-ups.js";
import { isSkipped, startSite, type Site } from "./site.js";
import { SITE } from "./visitor.js";

/** The images of the guide, with the look of each. */
const SHOTS = [
  { file: "inspector-light.png", colorScheme: "light", viewport: WIDE },
  { file: "inspector-dark.png", colorScheme: "dark", viewport: WIDE },
  { file: "inspector-narrow.png", colorScheme: "light", viewport: NARROW },
] as const;
const MOST_BYTES = 150_000;
const GUIDE = "docs/guide/one-visit.md";
const CHAIN = KNOWN.find(({ chain }) => chain.length === 4)!;
const YOU = "81.2.69.77";

/** The addresses of loopback that arrive, and those that a deployment would have. */
const SHOWN: readonly (readonly [used: string, shown: string])[] = [
  ["127.0.0.1", YOU],
  ["127.0.0.32", "10.0.0.7"],
  ["127.0.0.31", "10.0.0.2"],
];

function rename(text: string): string {
  return SHOWN.reduce((renamed, [used, shown]) => renamed.replaceAll(new RegExp(`\\b${used}\\b`, "g"), shown), text);
}

/** Sends the page's requests to the proxies, and shows their addresses as those of a deployment. */
async function showAsDeployed(page: Page, { url, port }: Site): Promise<string> {
  await page.route(`https://${SITE}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const isProbe = route.request().resourceType() === "fetch";
    const headers = { ...(await route.request().allHeaders()), host: SITE };
    const answer = await route.fetch({ url: `https://127.0.0.1:${port}${pathname}${search}`, headers });
    await route.fulfill({ response: answer, ...(isProbe && { body: rename(await answer.text()) }) });
  });
  return `https://${SITE}/${new URL(url).search}`;
}

describe.skipIf(isSkipped(CHAIN))(`${BROWSER_NAME} shows the inspector of the guide`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(CHAIN);
  });
  afterAll(() => site?.stop());

  it.each(SHOTS)("in $file", async ({ file, ...look }) => {
    const { page } = await site.visitor.open(look);
    await inspect(page, await showAsDeployed(page, site));
    expect(await readText(page.locator(".ask[role=group] p"))).toBe(`Is ${YOU} your public address?`);
    await page.getByRole("button", { name: "Yes, it is mine" }).click();
    await page.getByText("You confirmed").waitFor();
    await page.getByLabel("It keeps its address").check();
    expect(await readText(page.locator("#code"))).toContain('trustedPeers: "10.0.0.2"');
    expect(await readText(page.locator("h1"))).toBe("Two proxies stand in front of this application.");
    if (process.env["PROXYFIX_WRITE_SCREENSHOTS"] !== "1") return;
    const path = projectPath(`docs/images/${file}`);
    mkdirSync(dirname(path), { recursive: true });
    await page.screenshot({ path });
  });

  it.each(SHOTS)("by a small $file, with a text in its place", ({ file }) => {
    expect(readFileSync(projectPath(`docs/images/${file}`)).length).toBeLessThan(MOST_BYTES);
    expect(readFileSync(projectPath(GUIDE), "utf8")).toContain(`(../images/${file})`);
  });
});
