import { listProbes, type Probe } from "../../recommend/list-probes.js";
import type { Observation } from "../../recommend/index.js";
import { readArrived, type ProbeAnswer } from "../../recommend/read-arrived.js";

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How many requests are under way at once. */
const WORKERS = 4;
/** In milliseconds. */
const TIMEOUT = 10_000;

/**
 * Visits a page by every probe that a browser can send: first plainly, then with forged headers. If the plain visit does not
 * arrive, nothing else is sent.
 *
 * @param url - of the page, without a fragment
 * @param onProgress - called after each request with the number of those done, and of all
 * @returns the observations, in the order of the probes; it never rejects
 */
export async function sendProbes(
  url: string,
  fetch: Fetch,
  onProgress: (done: number, all: number) => void,
): Promise<readonly Observation[]> {
  const [plain, ...probes] = listProbes(/^https:/i.test(url) ? "https" : "http").filter(({ browser }) => browser);
  const first = await observeByFetch(url, plain!, fetch);
  const observations: Observation[] = [first];
  onProgress(1, probes.length + 1);
  if (!("facts" in first.arrived)) return observations;
  const waiting = probes.map((probe, at) => ({ probe, at: at + 1 }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      observations[next.at] = await observeByFetch(url, next.probe, fetch);
      onProgress(probes.length + 1 - waiting.length, probes.length + 1);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return observations;
}

/** Sends a probe. A query of its own keeps caches from answering it. */
async function observeByFetch(url: string, { headers }: Probe, fetch: Fetch): Promise<Observation> {
  const mark = `proxyfix=${createMark()}`;
  const visited = `${url}${url.includes("?") ? "&" : "?"}${mark}`;
  const { answer, answered } = await requestPage(visited, headers, fetch);
  const sent = { url: visited, ...(headers.length > 0 && { headers }) };
  return { sent, arrived: readArrived(answer, mark), ...(answered !== undefined && { answered }) };
}

/** On plain http `crypto.randomUUID` is undefined, and this is not. */
function createMark(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An answer, with the headers of it that are signs of a proxy. */
interface PageAnswer {
  readonly answer: ProbeAnswer;
  readonly answered?: NonNullable<Observation["answered"]>;
}

async function requestPage(url: string, headers: Probe["headers"], fetch: Fetch): Promise<PageAnswer> {
  try {
    const response = await fetch(url, {
      // A header of a browser cannot be sent twice; no probe for browsers has a name twice.
      headers: { accept: "application/json", ...Object.fromEntries(headers) },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.type === "opaqueredirect") return { answer: { failed: "a redirect" } };
    const server = response.headers.get("server");
    const via = response.headers.get("via");
    const answered = { ...(server !== null && { server }), ...(via !== null && { via }) };
    return { answer: { status: response.status, body: await response.text() }, answered };
  } catch (error) {
    return { answer: { failed: error instanceof Error ? error.message : "no answer" } };
  }
}
