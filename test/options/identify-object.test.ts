import { EventEmitter } from "node:events";
import http, { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { server as createHapi } from "@hapi/hapi";
import connect from "connect";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocketServer } from "ws";

import { describeObject, identifyObject, REGISTER } from "../../src/options/identify-object.js";
import { express4, fastify4, koa2 } from "../contract/older.js";

const req = new IncomingMessage(new Socket());
req.method = "GET";
const res = new ServerResponse(req);

class Options {
  readonly xFor = 1;
}

describe("identifyObject", () => {
  it.each<[string, unknown]>([
    ["a request", req],
    ["a request", new Request("http://a.test/")],
    ["a response", res],
    ["a server", http.createServer()],
    ["an application of Express", express()],
    ["an application of Express", express4()],
    ["an application of Connect", connect()],
    ["an application of Koa", new Koa()],
    ["an application of Koa", new koa2()],
    ["a context of Koa", new Koa().createContext(req, res)],
    ["an instance of Fastify", fastify()],
    ["an instance of Fastify", fastify4()],
    ["a server of ws", new WebSocketServer({ noServer: true })],
    ["an event emitter", new EventEmitter()],
    ["the process", process],
    ["the facts of a request", { headers: {}, peerAddress: "10.0.0.1" }],
    ["the variables of the process", process.env],
    ["the variables of the process", { Path: "C:\\\\Windows" }],
    ["the variables of a gateway", { REQUEST_METHOD: "GET" }],
    ["the variables of a gateway", { REMOTE_ADDR: "10.0.0.1" }],
    ["an instance of Map", new Map()],
    ["an instance of Date", new Date(0)],
    ["an instance of Options", new Options()],
    ["a server of hapi", createHapi()],
    ["an application of Nest", { getHttpServer: () => undefined, getHttpAdapter: () => undefined }],
    ["an object that inherits from another", Object.create({ xFor: 1 })],
    ["an object that inherits from another", new (class { readonly xFor = 1; })()], // prettier-ignore
    ["an object that inherits from another", Object.create({ constructor: undefined })],
    ["an object that inherits from another", Object.create({ constructor: { name: "Options" } })],
    ["an object that inherits from another", Object.create({ hasOwnProperty: () => true })],
    ["an object that inherits from another", Object.create(Object.create(null))],
  ])("identifies %s", (kind, value) => {
    expect(identifyObject(value)).toBe(kind);
    expect(describeObject(value)).toBe(kind);
  });

  it.each([
    ["Fastify 4", fastify4],
    ["Fastify 5", fastify],
  ])("identifies a request of %s", async (_name, create) => {
    const app = create();
    onTestFinished(() => app.close());
    app.get("/", (request, reply) => reply.send(identifyObject(request)));
    expect((await app.inject("/")).body).toBe("a request of Fastify");
  });

  it("identifies a request of hapi", async () => {
    const hapi = createHapi();
    hapi.route({ method: "GET", path: "/", handler: (request) => identifyObject(request) ?? "nothing" });
    expect((await hapi.inject("/")).payload).toBe("a request of hapi");
  });

  it("identifies nothing by a property that every object inherits", () => {
    onTestFinished(() => {
      Reflect.deleteProperty(Object.prototype, "headers");
    });
    Object.assign(Object.prototype, { headers: {} });
    expect(identifyObject({ xFor: 1 })).toBeUndefined();
    expect(identifyObject({ headers: {} })).toBe("the facts of a request");
  });

  it("identifies the request of Node's that Fastify passes to middleware, and no other with a log", () => {
    const ofNode = (own: object): object => Object.assign(new IncomingMessage(new Socket()), { method: "GET" }, own);
    const names = { id: "req-1", hostname: "a.test", ip: "10.0.0.1", ips: undefined, log: {} };
    expect(identifyObject(ofNode(names))).toBe("a request of Fastify");
    expect(identifyObject(ofNode({ id: "req-1", log: {} }))).toBe("a request");
    expect(identifyObject(ofNode({ ip: "10.0.0.1", ips: [], hostname: "a.test" }))).toBe("a request");
  });

  it.each<[unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    [7, "7"],
    ["loopback", '"loopback"'],
    [() => undefined, "a function"],
    [async () => undefined, "a function"],
    [function* generate() {}, "a function"],
    [["loopback"], "a list"],
    [{ xFor: 1 }, "an object"],
    [Object.create(null), "an object"],
  ])("identifies nothing for %o, which is described as %s", (value, description) => {
    expect(identifyObject(value)).toBeUndefined();
    expect(describeObject(value)).toBe(description);
  });

  it("identifies an object whose accessors throw by its other properties", () => {
    const value = {
      headers: {},
      get method(): string {
        throw new Error("on purpose");
      },
    };
    expect(identifyObject(value)).toBe("the facts of a request");
  });
});

describe("REGISTER", () => {
  it("is the call of Fastify's plugin", () => {
    expect(REGISTER).toBe("await app.register(proxyFix, { … }), with proxyFix of proxyfix/fastify");
  });
});
