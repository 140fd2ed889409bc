import { describe, expect, it, onTestFinished } from "vitest";

import { proxyFix } from "../../src/adapters/node.js";
import { serve } from "../frameworks/serve.js";
import { listBlocks, readPage } from "./markdown.js";
import { counts } from "./opentelemetry-api.js";
import { runSnippet } from "./snippet.js";

const PAGE = "docs/guide/logging.md";

describe(PAGE, () => {
  it("counts requests, issues and refusals by OpenTelemetry's API, with attributes of closed lists alone", async () => {
    const block = listBlocks(readPage(PAGE)).find(({ code }) => code.includes("@opentelemetry/api"));
    const run = await runSnippet(block?.code ?? "");
    onTestFinished(run.close);
    const { get } = await serve(
      proxyFix((_req, res) => res.end(), { trustedPeers: "loopback", allowedHosts: ["shop.example"], xHost: 1 }),
    );
    const honest = { "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Host": "shop.example" };
    expect((await get("/", honest)).status).toBe(200);
    expect(
      (await get("/", { ...honest, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example" })).status,
    ).toBe(400);
    const other = await serve(proxyFix((_req, res) => res.end(), { trustedPeers: "10.0.0.1", warnings: false }));
    await other.get("/", honest);
    expect(counts).toEqual([
      ["proxyfix.requests", 1, {}],
      ["proxyfix.issues", 1, { header: "x-forwarded-proto", reason: "absent" }],
      ["proxyfix.requests", 1, {}],
      ["proxyfix.issues", 1, { header: "x-forwarded-host", reason: "host-not-allowed" }],
      ["proxyfix.refusals", 1, { status: 400 }],
      ["proxyfix.requests", 1, {}],
      ["proxyfix.issues", 1, { header: "none", reason: "untrusted-peer" }],
    ]);
  });
});
