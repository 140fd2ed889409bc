import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Lists the faults of accessibility that axe finds in a page: the rule and the elements, one line each. */
export async function findAxeFaults(page: Page): Promise<readonly string[]> {
  // As an expression of the debugger's, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Pick<AxeResults, "violations">>("axe.run(document)");
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Returns by how many pixels a page is wider than its screen. */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** Counts the sheets of A4 on which a page prints. */
export async function countSheets(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: "A4", margin: { top: "10mm", right: "10mm", bottom: "10mm", left: "10mm" } });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
