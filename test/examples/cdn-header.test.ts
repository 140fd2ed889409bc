import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExample, type RunningExample } from "./running-example.js";

describe("examples/cdn-header.mjs", () => {
  let example: RunningExample;
  beforeAll(async () => {
    const variables = { CDN_NETWORKS: "127.0.0.2/31 192.0.2.0/24", LOAD_BALANCER: "127.0.0.9" };
    example = await runExample("../../examples/cdn-header.mjs", variables);
  });
  afterAll(() => example.close());

  const forged = { "X-Forwarded-For": "203.0.113.66", "X-Forwarded-Proto": "https" };
  const visit = async (from: string, headers: Record<string, string>): Promise<string> =>
    text(await example.visit(from, headers));

  it("believes the CDN's header if the CDN sends it", async () => {
    const headers = { ...forged, "CF-Connecting-IP": "198.51.100.7" };
    expect(await visit("127.0.0.2", headers)).toBe("You are 198.51.100.7.\n");
    expect(await visit("127.0.0.3", headers)).toBe("You are 198.51.100.7.\n");
  });

  it("believes X-Forwarded-For if the load balancer sends it, but not the CDN's header", async () => {
    const headers = { "X-Forwarded-For": "203.0.113.66, 198.51.100.8", "CF-Connecting-IP": "203.0.113.66" };
    expect(await visit("127.0.0.9", headers)).toBe("You are 198.51.100.8.\n");
  });

  it("believes neither header if another peer sends them", async () => {
    expect(await visit("127.0.0.1", { ...forged, "CF-Connecting-IP": "203.0.113.66" })).toBe("You are 127.0.0.1.\n");
  });
});
