// What the application receives from a proxy, in the letters of the table in docs/deploy/README.md.
import type { Page } from "./harness/facts-page.js";

/** The headers whose treatment the table shows, in its order. */
export const OBSERVED_HEADERS = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
] as const;

/** What the probing client sends under each name: something that no proxy would write. */
export const SENTINELS: Readonly<Record<(typeof OBSERVED_HEADERS)[number], string>> = {
  "x-forwarded-for": "203.0.113.201",
  "x-forwarded-proto": "client-proto",
  "x-forwarded-host": "client-host.test",
  "x-forwarded-port": "20113",
  "x-forwarded-prefix": "/client-prefix",
  forwarded: "for=203.0.113.202",
};

/** The values of a header as it came, line by line. */
export function receivedLines(page: Page, name: string): string[] {
  return page.received.filter((_, at) => at % 2 === 1 && page.received[at - 1]?.toLowerCase() === name);
}

/**
 * How a proxy treats a header, from one request with the client's own value and one without: `A` appends on the line,
 * `L` appends a line of its own, `O` overwrites, `P` passes the client's, `–` sends none.
 */
export function classifyHeader(name: (typeof OBSERVED_HEADERS)[number], plain: Page, probe: Page): string {
  const sent = SENTINELS[name];
  const lines = receivedLines(probe, name);
  const own = receivedLines(plain, name);
  if (lines.length === 0) return "–";
  if (lines.length === 1 && lines[0] === sent) return own.length === 0 ? "P" : "**P if present**";
  if (!lines.some((line) => line.includes(sent))) return "O";
  return lines[0] === sent ? "L" : "A";
}

/** What became of a Host of `App.Example.com` and the port that the client asked for. */
export function classifyHost(page: Page, sent: string, port: number): string {
  const [host = ""] = receivedLines(page, "host");
  if (host === sent) return "client's";
  if (host === sent.toLowerCase()) return "client's, lower case";
  if (host === sent.toLowerCase().replace(`:${port}`, "")) return "client's, lower case, no port";
  if (/^127\.0\.0\.1:\d+$/.test(host)) return "backend's";
  return `\`${host}\``;
}
