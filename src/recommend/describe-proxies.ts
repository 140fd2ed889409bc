import { formatHeaderName } from "../text/format-value.js";
import type { RecommendedOptions } from "./recommendation.js";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five"];

/** Describes in one sentence the proxies that the options count. */
export function describeProxies({ xFor, forwarded, trustedProxies, clientAddressHeader }: RecommendedOptions): string {
  if (trustedProxies !== undefined) return "A chain of proxies that varies stands in front of this application.";
  if (clientAddressHeader !== undefined) {
    return `A proxy stands in front of this application, and writes ${formatHeaderName(clientAddressHeader)}.`;
  }
  const count = Math.max(xFor ?? 1, forwarded ?? 0);
  if (count === 0) return "No proxy in front of this application adds the client's address; the peer is the client.";
  const [noun, verb] = count === 1 ? ["proxy", "stands"] : ["proxies", "stand"];
  return `${NUMBERS[count] ?? count} ${noun} ${verb} in front of this application.`;
}
