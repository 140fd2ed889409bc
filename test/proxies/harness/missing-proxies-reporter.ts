import type { Reporter } from "vitest/node";
import { missingProxies, proxiesAreRequired } from "./programs.js";

/** Ends a run of the tests with the names of the proxies that were not there. Put it last among the reporters. */
export class MissingProxiesReporter implements Reporter {
  onTestRunEnd(): void {
    const missing = missingProxies();
    if (missing.length === 0) return;
    const outcome = proxiesAreRequired() ? "failed" : "were skipped";
    console.log(`\nNot installed, so tests that need them ${outcome}: ${missing.join(", ")}`);
    console.log("scripts/install-proxies.sh installs them, on Debian and Ubuntu.\n");
  }
}
