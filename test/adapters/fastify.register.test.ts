import fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import * as namespace from "../../src/adapters/fastify.js";
import { fastify4 } from "../contract/older.js";

const request = { url: "/", headers: { "x-forwarded-for": "203.0.113.7" } } as const;

describe.each([
  ["5", fastify],
  ["4", fastify4],
])("Fastify %s", (_version, create) => {
  it("registers the adapter by import() of its module", async () => {
    const app = create();
    onTestFinished(() => app.close());
    await app.register(import("../../src/adapters/fastify.js"), { trustedPeers: "loopback" });
    app.get("/", (req) => req.ip);
    expect((await app.inject(request)).body).toBe("203.0.113.7");
  });

  it("registers the adapter by its namespace, which require returns", async () => {
    const app = create();
    onTestFinished(() => app.close());
    // Fastify accepts it, but its types do not.
    await app.register(namespace as unknown as typeof namespace.proxyFix, { trustedPeers: "loopback" });
    app.get("/", (req) => req.ip);
    expect((await app.inject(request)).body).toBe("203.0.113.7");
  });
});
