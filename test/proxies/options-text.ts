import type { ProxyFixOptions } from "../../src/index.js";

/** Formats options as a reader would type them: `{ xFor: 1, trustedPeers: "loopback" }`. */
export function formatOptions(options: ProxyFixOptions): string {
  const parts = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `{ ${parts.join(", ")} }`;
}
