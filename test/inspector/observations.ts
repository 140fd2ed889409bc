import type { Answers } from "../../src/inspector/report/answers.js";
import { createReport, type Report } from "../../src/inspector/report/report.js";
import type { Observation } from "../../src/recommend/index.js";
import { listProbes } from "../../src/recommend/list-probes.js";

export const VISITOR = "81.2.69.77";
export const PAGE_URL = "https://app.example.com/inspector";

/** Maps the headers of a request to those that arrive behind a proxy. */
export type ProxyHeaders = (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;

/** A proxy that appends the visitor to X-Forwarded-For, and overwrites the scheme and the host. */
export const appendingProxy: ProxyHeaders = (headers) => ({
  ...headers,
  "x-forwarded-for": [headers["x-forwarded-for"], VISITOR].filter((value) => value !== undefined).join(", "),
  "x-forwarded-proto": "https",
  "x-forwarded-host": "app.example.com",
});

/** A proxy that passes everything on as it came. */
export const barePass: ProxyHeaders = (headers) => headers;

/** The parts of observations that a test changes. */
export interface Change {
  readonly proxy?: ProxyHeaders;
  readonly peer?: string;
  readonly url?: string;
}

/** Observes all probes of a browser, as they arrive behind a proxy. */
export function probeThrough({
  proxy = appendingProxy,
  peer = "127.0.0.1",
  url = PAGE_URL,
}: Change = {}): readonly Observation[] {
  const [, scheme = "", host = "", path = ""] = /^(\w+):\/\/([^/]*)(.*)$/.exec(url) ?? [];
  return listProbes(scheme === "http" ? "http" : "https")
    .filter(({ browser }) => browser)
    .map(({ headers: forged }, at) => {
      const mark = `?proxyfix=${at}`;
      const headers = proxy({ host, ...Object.fromEntries(forged) });
      const rawHeaders = Object.entries(headers).flat();
      const arrived = { facts: { headers, peerAddress: peer }, path: path + mark, rawHeaders };
      return { sent: { url: url + mark, ...(forged.length > 0 && { headers: forged }) }, arrived };
    });
}

/** Creates the report of a page behind a proxy. */
export function reportThrough(change: Change = {}, answers: Partial<Answers> = {}): Report {
  return createReport(change.url ?? PAGE_URL, probeThrough(change), { framework: "express", ...answers });
}
