// The headers that the application receives from a proxy, in the words of docs/deploy/observed/*.json.
import type { Page } from "./harness/facts-page.js";

/** The headers whose treatment is recorded, in the order of the record. */
export const OBSERVED_HEADERS = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
] as const;

/** A header whose treatment is recorded. */
export type ObservedHeader = (typeof OBSERVED_HEADERS)[number];

/** The treatment of a client's header by a proxy. */
export type Treatment =
  /** Appends its value on the client's line. */
  | "appends"
  /** Adds its own line after the client's. */
  | "adds a line"
  | "overwrites"
  /** Passes the client's value through and writes no own value. */
  | "passes"
  /** Passes the client's value through if there is one, and writes its own if not. */
  | "passes if present"
  /** Sends no such header. */
  | "removes";

/** The probing client's value of each header, which no proxy would write. */
export const SENTINELS: Readonly<Record<ObservedHeader, string>> = {
  "x-forwarded-for": "203.0.113.201",
  "x-forwarded-proto": "client-proto",
  "x-forwarded-host": "client-host.test",
  "x-forwarded-port": "20113",
  "x-forwarded-prefix": "/client-prefix",
  forwarded: "for=203.0.113.202",
};

/** Returns the received values of a header, line by line. */
export function receivedLines(page: Page, name: string): string[] {
  return page.received.filter((_, at) => at % 2 === 1 && page.received[at - 1]?.toLowerCase() === name);
}

/** Classifies the treatment of a header by one request with the client's own value and one without. */
export function classifyHeader(name: ObservedHeader, plain: Page, probe: Page): Treatment {
  const sent = SENTINELS[name];
  const lines = receivedLines(probe, name);
  const own = receivedLines(plain, name);
  if (lines.length === 0) return "removes";
  if (lines.length === 1 && lines[0] === sent) return own.length === 0 ? "passes" : "passes if present";
  if (!lines.some((line) => line.includes(sent))) return "overwrites";
  return lines[0] === sent ? "adds a line" : "appends";
}

/** Classifies the received Host of a request for `App.Example.com` and a port. */
export function classifyHost(page: Page, sent: string, port: number): string {
  const [host = ""] = receivedLines(page, "host");
  if (host === sent) return "client's";
  if (host === sent.toLowerCase()) return "client's, lower case";
  if (host === sent.toLowerCase().replace(`:${port}`, "")) return "client's, lower case, no port";
  if (/^127\.0\.0\.1:\d+$/.test(host)) return "backend's";
  return host;
}
