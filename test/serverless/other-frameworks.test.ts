import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { proxyFix as proxyFixFastify } from "../../src/adapters/fastify.js";
import { proxyFix as proxyFixKoa } from "../../src/adapters/koa.js";
import { proxyFix as proxyFixNode } from "../../src/adapters/node.js";
import { fastify5, KOAS } from "../middleware/frameworks.js";
import { readAnswer, serverlessHttp, type CloudFunction, type Reading } from "./applications.js";
import { CLIENT, EVENTS, FORGED, HOST } from "./events.js";

const events = Object.entries(EVENTS);

async function visit(run: CloudFunction, event: object): Promise<Reading> {
  return readAnswer(await run(structuredClone(event), {}));
}

function expectTruth(reading: Reading): void {
  expect(reading).toMatchObject({ ip: CLIENT, protocol: "https", hostname: HOST });
  expect(JSON.stringify(reading)).not.toMatch(new RegExp(`${FORGED}|evil`));
}

describe.each(KOAS)("serverless-http with %s", (_, Koa) => {
  it.each(events)(
    "gives the application the client behind %s, and nothing forged",
    async (_event, { event, options }) => {
      const app = new Koa().use(proxyFixKoa(options));
      app.use((ctx) => {
        const { ip, protocol, hostname, headers } = ctx;
        ctx.body = JSON.stringify({ ip, protocol, hostname, headers });
      });
      expectTruth(await visit(serverlessHttp(app), event));
    },
  );
});

describe("serverless-http with Fastify's `routing` as a listener", () => {
  it.each(events)("gives the application the client behind %s, and nothing forged", async (_, { event, options }) => {
    const app = fastify5();
    await app.register(proxyFixFastify, options);
    app.get("/", ({ ip, protocol, hostname, headers }, reply) =>
      reply.send(JSON.stringify({ ip, protocol, hostname, headers })),
    );
    await app.ready();
    const listener: RequestListener = (req, res) => app.routing(req, res);
    expectTruth(await visit(serverlessHttp(listener), event));
  });
});

describe("serverless-http with Fastify's application", () => {
  it("loses the client behind API Gateway, since it injects the request from 127.0.0.1", async () => {
    const { event, options } = EVENTS["API Gateway with payload 2.0"];
    const app = fastify5();
    await app.register(proxyFixFastify, options);
    app.get("/", ({ ip }, reply) => reply.send(JSON.stringify({ ip })));
    expect(await visit(serverlessHttp(app), event)).toEqual({ ip: "127.0.0.1" });
  });
});

describe("serverless-http with a listener of node:http", () => {
  it.each(events)("gives the listener the client behind %s, and nothing forged", async (_, { event, options }) => {
    const listener = proxyFixNode((req, res) => {
      const { clientAddress: ip, proto: protocol, hostname } = req.proxyFix;
      res.end(JSON.stringify({ ip, protocol, hostname, headers: req.headers }));
    }, options);
    expectTruth(await visit(serverlessHttp(listener), event));
  });
});
