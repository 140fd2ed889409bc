import type { Reporter } from "vitest/node";
import { missingProxies, proxiesAreRequired } from "./programs.js";

/** Ends a run of the tests with the names of the missing proxies. */
export class MissingProxiesReporter implements Reporter {
  /** Prints after the table of coverage, for which a reporter has no hook. */
  onInit(): void {
    process.once("exit", printMissing);
  }
}

function printMissing(): void {
  const missing = missingProxies();
  if (missing.length === 0) return;
  const outcome = proxiesAreRequired() ? "failed" : "were skipped";
  console.log(`Real proxies that are not installed, so that their tests ${outcome}: ${missing.join(", ")}.`);
  console.log("scripts/install-proxies.sh installs them, on Debian and Ubuntu.");
}
