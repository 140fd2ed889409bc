import type { Locator, Page } from "playwright-core";

import type { Station } from "./set-ups.js";

/** Opens the inspector, and waits until it has visited itself. */
export async function inspect(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("h2#options").waitFor();
}

/** Types an address into the page's question. */
export async function typeAddress(page: Page, address: string): Promise<void> {
  await page.getByLabel("Your public address").fill(address);
  await page.getByRole("button", { name: "Use it" }).click();
}

/** Reads the stations of the drawn chain. */
export async function readChain(page: Page): Promise<readonly Station[]> {
  const stations = await page.locator("ol.chain > li").all();
  return Promise.all(
    stations.map(async (station): Promise<Station> => [
      (await station.getAttribute("class")) ?? "",
      await readText(station.locator(".role")),
      await readText(station.locator(".name")),
    ]),
  );
}

/** Reads a column of the table of facts. */
export async function readFacts(page: Page, column: string): Promise<readonly string[]> {
  const table = page.locator("section[aria-labelledby=facts] table");
  const titles = await table.locator("thead th").allTextContents();
  const cells = await table.locator(`tbody tr > :nth-child(${titles.indexOf(column) + 1})`).all();
  return Promise.all(cells.map(readText));
}

/** Reads the text of an element, as one line. */
export async function readText(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
}
