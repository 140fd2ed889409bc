import { expect, it } from "vitest";
import { createRefusalResponse } from "../../../src/adapters/fetch/refusal-response.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import type { Original } from "../../../src/headers/adapter-resolution.js";
import type { ProxyFixRefusal } from "../../../src/index.js";

it("has the status of the refusal, and a short text without any text of the request", async () => {
  const facts = { headers: { host: "evil.test" }, peerAddress: "203.0.113.7" };
  const refusal = compileAdapter({ trustedPeers: "loopback", strict: true }).resolve(facts, {} as Original);
  const response = createRefusalResponse(refusal as ProxyFixRefusal);
  expect(response.status).toBe(403);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await response.text()).toBe("Forbidden: this server takes requests through its proxies only\n");
});
