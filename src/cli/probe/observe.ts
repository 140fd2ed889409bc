import { randomBytes } from "node:crypto";

import type { Observation, SentRequest } from "../../recommend/observation.js";
import type { Probe } from "../../recommend/list-probes.js";
import { readArrived, type ProbeAnswer } from "../../recommend/read-arrived.js";
import { sendRequest, type Transport } from "./send-request.js";

/** The person who probes. */
export type Visitor = Pick<SentRequest, "address" | "visitor">;

/** Sends a probe and observes how it arrives. A query of its own keeps caches from answering it. */
export async function observeProbe(
  base: URL,
  { headers }: Pick<Probe, "headers">,
  visitor: Visitor,
  transport: Transport,
): Promise<Observation> {
  const mark = `proxyfix=${randomBytes(8).toString("hex")}`;
  const url = new URL(base);
  url.search = url.search === "" ? mark : `${url.search}&${mark}`;
  const answer = await sendRequest(url, headers, transport);
  const sent: SentRequest = { url: url.href, ...(headers.length > 0 && { headers }), ...visitor };
  return { sent, arrived: readArrived(answer, mark), ...readAnswered(answer) };
}

function readAnswered(answer: ProbeAnswer): Pick<Observation, "answered"> {
  if ("failed" in answer) return {};
  const { server, via } = answer;
  if (server === undefined && via === undefined) return {};
  return { answered: { ...(server !== undefined && { server }), ...(via !== undefined && { via }) } };
}

/**
 * Visits the same address by the other scheme: an application that answers there too is one more plain visit, and http that
 * leads to https is a fact about the https address.
 *
 * @returns undefined if the URL has a port of its own, or nothing answers
 */
export async function observeOtherScheme(
  base: URL,
  visitor: Visitor,
  transport: Transport,
): Promise<Observation | undefined> {
  if (base.port !== "") return undefined;
  const other = new URL(base);
  other.protocol = base.protocol === "https:" ? "http:" : "https:";
  if (other.protocol === "http:") {
    const answer = await sendRequest(other, [], transport);
    if (leadsToHttps(answer, base)) {
      const { sent, ...rest } = await observeProbe(base, { headers: [] }, visitor, transport);
      return { sent: { ...sent, httpRedirects: true }, ...rest };
    }
  }
  const observation = await observeProbe(other, { headers: [] }, visitor, transport);
  return "facts" in observation.arrived ? observation : undefined;
}

function leadsToHttps(answer: ProbeAnswer, base: URL): boolean {
  if ("failed" in answer || answer.location === undefined || !URL.canParse(answer.location)) return false;
  const { protocol, hostname } = new URL(answer.location);
  return answer.status >= 300 && answer.status < 400 && protocol === "https:" && hostname === base.hostname;
}
