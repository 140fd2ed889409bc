/** Requests to a real server of node:http2: the answers agree with the rules on the requests that arrived. */
import fc from "fast-check";
import type { OutgoingHttpHeaders } from "node:http2";
import { HEADER_VALUES } from "../reference/random-requests.js";
import { REFUSALS, seenByRules } from "./answer-by-rules.js";
import { headerLines } from "./random-lines.js";
import { adapterOptions } from "./random-adapter-options.js";
import { connectionPeers } from "./random-peers.js";
import { requestTargets } from "./random-request-targets.js";
import { REFUSED, toBytes } from "./raw-request.js";
import { outcomeByRules } from "./received.js";
import { createTarget, expectSame, expectTrue, type Target } from "./target.js";
import { visitHttp2, type Http2Exchange, type Http2Visit } from "./visit-http2.js";

const host = HEADER_VALUES["host"]!.map((value) => [value].flat().join(","));

const pseudo = fc.record(
  {
    ":authority": host,
    ":path": requestTargets,
    ":method": fc.constantFrom("GET", "POST", "HEAD", "OPTIONS"),
    ":scheme": fc.constantFrom("http", "https", "ftp", "HTTPS"),
  },
  { requiredKeys: [] },
);

const request = fc.tuple(pseudo, headerLines).map(([own, lines]): OutgoingHttpHeaders => {
  const clean = (text: string): string => toBytes(text).replaceAll(REFUSED, "");
  const headers: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? clean(value) : [headers[key], clean(value)].flat();
  }
  return { ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, clean(value)])), ...headers };
});

const inputs: fc.Arbitrary<Http2Visit> = fc.record({
  options: adapterOptions,
  wraps: fc.constantFrom("listener", "server"),
  peerAddress: connectionPeers,
  requests: fc.array(request, { minLength: 1, maxLength: 4 }),
});

/** Sends requests to servers of node:http2 that have proxyFix around their listener, or around themselves. */
export const http2Target: Target = createTarget("http2", inputs, async (input) => {
  const exchanges = await visitHttp2(input);
  for (const each of exchanges) checkExchange(each, input);
  return exchanges.length;
});

function checkExchange({ received, answer }: Http2Exchange, { options }: Http2Visit): void {
  expectTrue("each request that arrived has an answer", answer !== undefined, received);
  const outcome = outcomeByRules(received, options);
  expectSame("the status", answer!.status, "refused" in outcome ? outcome.refused : 200);
  if (received.method === "HEAD") return;
  if ("refused" in outcome) {
    expectSame("R10: a refusal contains nothing of the request", answer!.body, REFUSALS[outcome.refused]);
    return;
  }
  const expected = JSON.parse(JSON.stringify(seenByRules(received, options))) as object;
  expectSame("the application reads what the rules believe", JSON.parse(answer!.body), expected);
}
