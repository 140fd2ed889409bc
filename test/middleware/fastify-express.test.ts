// @fastify/express passes Fastify's requests to an application of Express, with own properties in front of Express's.
import fastifyExpress from "@fastify/express";
import type { Application, Handler } from "express";
import { describe, expect, it } from "vitest";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { fastify5 } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, HOST, OPTIONS, serve } from "./site.js";

type Order = readonly ("plugin" | "express" | "middleware")[];

/** Starts Fastify with parts in an order, and returns what a middleware of Express and a route of Fastify read. */
async function visit(order: Order): Promise<Record<"express" | "fastify", unknown>> {
  const app = fastify5();
  for (const part of order) {
    if (part === "plugin") await app.register(fastifyProxyFix, OPTIONS);
    else if (part === "express") await app.register(fastifyExpress);
    else (app as unknown as Application).use(proxyFix(OPTIONS));
  }
  const seen: unknown[] = [];
  const read: Handler = ({ ip, ips, protocol, secure, hostname, headers }, _res, next) => {
    seen.push({ ip, ips, protocol, secure, hostname, "x-real-ip": headers["x-real-ip"] });
    next();
  };
  (app as unknown as Application).use(read);
  app.get("/", ({ ip, protocol, hostname }) => ({ ip, protocol, hostname }));
  await app.ready();
  const site = await serve(app.server);
  const fastify: unknown = JSON.parse((await site.visit("/", behindEdge())).body);
  return { express: seen[0], fastify };
}

const RESOLVED = { ip: CLIENT, protocol: "https", hostname: HOST };

describe("@fastify/express", () => {
  it("gives Express's middleware the connection's facts and forged headers without proxyFix", async () => {
    const seen = await visit(["express"]);
    expect(seen.express).toMatchObject({ ip: "127.0.0.1", protocol: "http", "x-real-ip": FORGED });
  });

  it("gives Express's middleware the client if Fastify's plugin is registered before it", async () => {
    const seen = await visit(["plugin", "express"]);
    expect(seen.fastify).toEqual(RESOLVED);
    // As always in Fastify, the peer is first.
    expect(seen.express).toEqual({ ...RESOLVED, ips: ["127.0.0.1", CLIENT], secure: true });
  });

  it("gives Express's middleware the client if it has Express's proxyFix too", async () => {
    const seen = await visit(["plugin", "express", "middleware"]);
    expect(seen.fastify).toEqual(RESOLVED);
    expect(seen.express).toEqual({ ...RESOLVED, ips: [CLIENT], secure: true });
  });

  it("gives Express's middleware the client's address and host by Express's proxyFix alone", async () => {
    const { express } = await visit(["express", "middleware"]);
    expect(express).toMatchObject({ ip: CLIENT, ips: [CLIENT], hostname: HOST, secure: true });
    // The property is @fastify/express's own, and nothing can change it.
    expect(express).toMatchObject({ protocol: "http" });
    expect(express).not.toMatchObject({ "x-real-ip": FORGED });
  });
});
