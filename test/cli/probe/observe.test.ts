import { describe, expect, it } from "vitest";

import { observeOtherScheme, observeProbe } from "../../../src/cli/probe/observe.js";
import { answerArrival, startServer } from "./inspector.js";

const TRANSPORT = { rejectUnauthorized: true, timeout: 10_000 };

describe("observeProbe", () => {
  it("observes a plain visit, with a query of its own each time", async () => {
    const origin = await startServer(answerArrival);
    const visits = [0, 1].map(() => observeProbe(new URL(`${origin}/a?b`), { headers: [] }, {}, TRANSPORT));
    const [first, second] = await Promise.all(visits);
    expect(first!.sent).toEqual({ url: expect.stringMatching(/\/a\?b&proxyfix=[0-9a-f]{16}$/) });
    expect(first!.arrived).toMatchObject({
      path: first!.sent.url.slice(origin.length),
      facts: { peerAddress: "127.0.0.1" },
    });
    expect(second!.sent.url).not.toBe(first!.sent.url);
  });

  it("contains the headers, the visitor and what the answer reveals", async () => {
    const origin = await startServer((req, res) => {
      res.setHeader("server", "nginx");
      res.setHeader("via", "1.1 varnish");
      answerArrival(req, res);
    });
    const headers = [
      ["x-forwarded-for", "198.51.100.1"],
      ["x-forwarded-for", "192.0.2.1"],
    ] as const;
    const visitor = { address: "203.0.113.9", visitor: "office" };
    const { sent, arrived, answered } = await observeProbe(new URL(origin), { headers }, visitor, TRANSPORT);
    expect(sent).toMatchObject({ headers, ...visitor });
    expect(answered).toEqual({ server: "nginx", via: "1.1 varnish" });
    // Both lines arrive as lines.
    expect(arrived).toMatchObject({
      facts: { headers: { "x-forwarded-for": ["198.51.100.1", "192.0.2.1"] } },
      rawHeaders: expect.arrayContaining(headers.flat()),
    });
  });

  it("recognises the answer of a cache", async () => {
    let first: string | undefined;
    const origin = await startServer((req, res) => {
      first ??= req.url;
      req.url = first!;
      answerArrival(req, res);
    });
    const visit = () => observeProbe(new URL(origin), { headers: [] }, {}, TRANSPORT);
    expect((await visit()).arrived).toHaveProperty("facts");
    expect((await visit()).arrived).toEqual({ cached: true });
  });
});

describe("observeOtherScheme", () => {
  it("visits no other scheme if the URL has a port", async () => {
    expect(await observeOtherScheme(new URL("http://127.0.0.1:1/"), {}, TRANSPORT)).toBeUndefined();
  });
});
