import { chromium, type Browser, type BrowserContextOptions } from "playwright-core";

import { findProgram } from "../proxies/harness/programs.js";

/** The path of Debian's chromium; undefined if it is not installed. */
export const CHROMIUM: string | undefined = findProgram("chromium");

/** A missing chromium is a failure with PROXYFIX_REQUIRE_BROWSER=1, and a skipped test without it. */
export const IS_SKIPPED: boolean = CHROMIUM === undefined && process.env["PROXYFIX_REQUIRE_BROWSER"] !== "1";

/** Shown in the titles of the tests. */
export const BROWSER_NAME: string = CHROMIUM === undefined ? "chromium (not installed)" : "chromium";

/** Starts chromium without a window. @param args - more arguments */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error("chromium is not installed; scripts/install-browser.sh installs it");
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", ...args] });
}

/** The narrowest screen that the pages are made for, and a wide one. */
export const NARROW = { width: 360, height: 740 } as const;
export const WIDE = { width: 1200, height: 900 } as const;

/** The looks that each page is checked in. */
export const LOOKS: readonly (BrowserContextOptions & { readonly title: string })[] = [
  { title: "light, 360 px", colorScheme: "light", viewport: NARROW },
  { title: "dark, 360 px", colorScheme: "dark", viewport: NARROW },
  { title: "light, 1200 px", colorScheme: "light", viewport: WIDE },
  { title: "dark, 1200 px", colorScheme: "dark", viewport: WIDE },
];
