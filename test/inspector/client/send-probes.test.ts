import { describe, expect, it } from "vitest";

import { sendProbes, type Fetch } from "../../../src/inspector/client/send-probes.js";
import type { Observation } from "../../../src/recommend/index.js";
import { listProbes } from "../../../src/recommend/list-probes.js";
import { answerArrival, startServer } from "../../cli/probe/inspector.js";

const probes = listProbes("http").filter(({ browser }) => browser);

/** Lists the kinds of arrival, without their details. */
const kindsOf = (observations: readonly Observation[]): readonly string[] =>
  observations.map(({ arrived }) => Object.keys(arrived)[0]!);

async function send(url: string, fetchPage: Fetch = fetch): Promise<readonly Observation[]> {
  return sendProbes(url, fetchPage, () => undefined);
}

describe("sendProbes", () => {
  it("sends each probe of a browser, and observes how it arrived, in order", async () => {
    const url = `${await startServer(answerArrival)}/inspector?token=abc`;
    const progress: (readonly number[])[] = [];
    const observations = await sendProbes(url, fetch, (...numbers) => progress.push(numbers));
    expect(observations.map(({ sent }) => sent.headers ?? [])).toEqual(probes.map(({ headers }) => headers));
    expect(new Set(kindsOf(observations))).toEqual(new Set(["facts"]));
    const { sent, arrived } = observations[2]!;
    expect(sent.url).toMatch(/\/inspector\?token=abc&proxyfix=[0-9a-f]{16}$/);
    expect(arrived).toMatchObject({
      facts: { headers: { "x-forwarded-for": "192.0.2.1", accept: "application/json" } },
    });
    expect(new Set(observations.map((observation) => observation.sent.url)).size).toBe(probes.length);
    expect(progress.at(0)).toEqual([1, probes.length]);
    expect(progress.at(-1)).toEqual([probes.length, probes.length]);
  });

  it("sends nothing else if the plain visit does not arrive", async () => {
    let count = 0;
    const url = await startServer((_, res) => {
      count += 1;
      res.writeHead(403).end();
    });
    expect(await send(url)).toMatchObject([{ arrived: { status: 403 } }]);
    expect(count).toBe(1);
  });

  it("observes refusals, answers of caches, and the signs of a proxy", async () => {
    const url = await startServer((req, res) => {
      res.setHeader("server", "nginx");
      if (req.headers["x-real-ip"] !== undefined) res.writeHead(403).end();
      else if (req.headers["cf-connecting-ip"] !== undefined) {
        res.end(JSON.stringify({ facts: { headers: {} }, path: "/?proxyfix=other", rawHeaders: [] }));
      } else answerArrival(req, res);
    });
    const observations = await send(`${url}/`);
    const find = (name: string) =>
      observations.find(({ sent }) => sent.headers?.length === 1 && sent.headers[0]![0] === name);
    expect(find("x-real-ip")?.arrived).toEqual({ status: 403 });
    expect(find("cf-connecting-ip")?.arrived).toEqual({ cached: true });
    expect(observations[0]?.answered).toEqual({ server: "nginx" });
  });

  it("observes a redirect, and an end without an answer", async () => {
    const redirect: Fetch = async () => Promise.resolve(Object.assign(Response.error(), {}) as Response);
    const opaque = { type: "opaqueredirect", status: 0, headers: new Headers() } as unknown as Response;
    expect(await send("http://a.test/", async () => Promise.resolve(opaque))).toMatchObject([
      { arrived: { failed: "a redirect" } },
    ]);
    expect(kindsOf(await send("http://a.test/", redirect))).toEqual(["status"]);
    expect(await send("http://a.test/", async () => Promise.reject(new TypeError("Failed to fetch")))).toMatchObject([
      { arrived: { failed: "Failed to fetch" } },
    ]);
  });
});
