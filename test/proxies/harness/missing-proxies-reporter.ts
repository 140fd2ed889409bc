import type { Reporter, TestModule } from "vitest/node";
import { missingProxies, proxiesAreRequired } from "./programs.js";

/** Ends a run of tests that need proxies with the names of the missing ones. */
export class MissingProxiesReporter implements Reporter {
  #isPending = false;

  onTestModuleStart({ moduleId }: TestModule): void {
    if (this.#isPending || !moduleId.includes("/test/proxies/")) return;
    this.#isPending = true;
    // Printed after the table of coverage, for which a reporter has no hook.
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
