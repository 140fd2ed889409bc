import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Issue } from "../../src/resolution.js";
import { parseHost } from "./host.js";
import type { ReferenceRequest } from "./request.js";

/** The refusal of a request by `strict` or `allowedHosts`: its status. */
export interface ReferenceRefusal {
  readonly refused: 400 | 403;
}

/** The status of a refusal: 403 for a refused untrusted peer, which wins; else 400; undefined if there is none. */
export function refusalStatus(
  resolution: { readonly hostname: string | undefined; readonly issues: readonly Issue[] },
  facts: ReferenceRequest,
  options: ProxyFixOptions,
): 400 | 403 | undefined {
  const refused = resolution.issues.filter((issue) => isRefused(issue, facts, options.strict ?? false));
  if (refused.some((issue) => issue.reason === "untrusted-peer")) return 403;
  if (refused.length > 0) return 400;
  return isAllowed(resolution.hostname, options.allowedHosts) ? undefined : 400;
}

/** `strict`, as documented: a function that throws, or returns anything but `false`, refuses. */
function isRefused(issue: Issue, facts: ReferenceRequest, strict: NonNullable<ProxyFixOptions["strict"]>): boolean {
  if (typeof strict === "boolean") return strict;
  try {
    return (strict(issue, facts) as unknown) !== false;
  } catch {
    return true;
  }
}

function isAllowed(hostname: string | undefined, allowedHosts: readonly string[] | undefined): boolean {
  if (allowedHosts === undefined) return true;
  if (hostname === undefined) return false;
  const name = withoutFinalDot(hostname);
  return allowedHosts.some((entry) => {
    const allowed = withoutFinalDot(parseHost(entry)?.hostname ?? entry.toLowerCase());
    if (!allowed.startsWith("*.")) return name === allowed;
    // One label or more before the dot: the grammar of hosts allows no empty label.
    return name.endsWith(allowed.slice(1)) && name.length > allowed.length - 1;
  });
}

function withoutFinalDot(name: string): string {
  return name.endsWith(".") ? name.slice(0, -1) : name;
}
