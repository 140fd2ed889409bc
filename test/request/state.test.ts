import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import * as first from "../../src/adapters/node.js";
import { copy } from "../../src/rewrite/index.js";

/** The same adapter once more, as a second copy of the package in the process has it: with classes of its own. */
let second: typeof first;
let close = (): void => {};

beforeEach(async () => {
  vi.resetModules();
  second = await import("../../src/adapters/node.js");
});
afterEach(() => close());

async function ask(handler: Parameters<typeof createServer>[1], headers: Record<string, string>): Promise<Response> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers });
}

describe("two copies of the package in one process", () => {
  it("are two", () => {
    expect(second.proxyFix).not.toBe(first.proxyFix);
  });

  it("resolve one request from what it was: neither takes the other's headers for the client's", async () => {
    const inner = second.proxyFix(
      (req, res) => res.end(`${req.proxyFix.clientAddress} ${String(req.headers["x-real-ip"])}`),
      {
        clientAddressHeader: "x-real-ip",
        xProto: 0,
      },
    );
    const outer = first.proxyFix(inner, { xFor: 1, xProto: 0 });
    const answer = await ask(outer, { "x-forwarded-for": "203.0.113.7", "x-real-ip": "203.0.113.8" });
    expect(await answer.text()).toBe("203.0.113.8 203.0.113.8");
  });

  it("answer each other's refusals", async () => {
    const rewritten = second.rewriteHeaders((_req, res) => res.end("let in"), copy("x-fhost", "x-forwarded-host"));
    const outer = first.proxyFix(rewritten, { xFor: 0, xProto: 0, xHost: 1, allowedHosts: ["127.0.0.1"] });
    const answer = await ask(outer, { "x-fhost": "evil.test" });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("Bad Request")]);
  });
});
