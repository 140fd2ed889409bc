import http, { createServer, IncomingMessage, type Server, type ServerResponse } from "node:http";
import http2, { type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import https from "node:https";
import connect from "connect";
import express from "express";
import Koa from "koa";
import {
  proxyFix,
  proxyFixServer,
  resolutionOf,
  rewriteHeaders,
  type AdapterResolution,
  type Handler,
  type ResolutionMessage,
  type ResolvedRequest,
} from "proxyfix/node";
import { copy } from "proxyfix/rewrite";
import supertest from "supertest";
import { assertType, type IsSame } from "./assert.js";

// The handler's request type is inferred, without a cast.
declare const resolution: AdapterResolution;
createServer(
  proxyFix((req, res) => {
    assertType<IsSame<typeof req.proxyFix, AdapterResolution>>();
    assertType<IsSame<typeof req.proxyFix.clientAddress, string | undefined>>();
    assertType<IsSame<typeof req.originalUrl, string | undefined>>();
    assertType<IsSame<typeof req.method, string | undefined>>();
    assertType<IsSame<typeof res, ServerResponse>>();
    // @ts-expect-error - the resolution is read-only
    req.proxyFix = resolution;
    // @ts-expect-error - its fields are read-only too
    req.proxyFix.host = "example.com";
  }),
);
const listener = proxyFix((req, res) => res.end(req.proxyFix.host), { xHost: 1 });
assertType<IsSame<typeof listener, (req: IncomingMessage, res: ServerResponse) => void>>();
https.createServer({}, listener);

// A whole application of a framework is a listener too.
createServer(proxyFix(express(), { xHost: 1, socket: true }));
createServer(proxyFix(new Koa().callback()));
createServer(rewriteHeaders(proxyFix(express()), copy("x-shop-host", "x-forwarded-host")));

createServer(proxyFix(connect(), { trustedPeers: "loopback" }));
createServer(rewriteHeaders(connect(), copy("x-shop-host", "x-forwarded-host")));

// The request of http2 is inferred, and so are both kinds that Koa's listener takes.
http2.createServer(
  proxyFix((req, res) => {
    assertType<IsSame<typeof req.proxyFix, AdapterResolution>>();
    assertType<IsSame<typeof res, Http2ServerResponse>>();
    res.end(req.proxyFix.host ?? req.authority);
  }),
);
http2.createServer(
  rewriteHeaders(
    (req, res) => {
      res.end(req.authority);
    },
    copy("x-shop-host", "x-forwarded-host"),
  ),
);
http2.createServer(proxyFix(new Koa().callback(), { trustedPeers: "loopback" }));
http2.createSecureServer({ allowHTTP1: true }, proxyFix(new Koa().callback(), { trustedPeers: "loopback" }));
createServer(proxyFix(new Koa().callback(), { trustedPeers: "loopback" }));

// A function that takes listeners of http and of http2 alike.
supertest(proxyFix((req, res) => res.end(req.proxyFix.host), { trustedPeers: "loopback" }));
supertest(proxyFix((req: ResolvedRequest, res: ServerResponse) => res.end(req.proxyFix.host)));
supertest(proxyFix(express()));

// A server with a request of its own.
class ShopRequest extends IncomingMessage {
  readonly tenant = "shop";
}
createServer(
  { IncomingMessage: ShopRequest },
  proxyFix((req, res) => res.end(req.tenant + req.proxyFix.hostname)),
);

// Handlers that are written apart.
function answer(req: ResolvedRequest, res: ServerResponse): void {
  assertType<IsSame<typeof req.proxyFix, AdapterResolution>>();
  res.end(`${req.proxyFix.clientAddress} ${req.method} ${req.originalUrl ?? req.url}`);
}
createServer(proxyFix(answer, { trustedPeers: "loopback" }));
https.createServer({}, proxyFix(answer));
const answerAsync = async (req: ResolvedRequest, res: ServerResponse): Promise<void> => void res.end(req.proxyFix.host);
createServer(proxyFix(answerAsync));
const typed: Handler<ResolvedRequest> = (req, res) => res.end(req.proxyFix.host);
createServer(proxyFix(typed));
const secure = proxyFix((req: ResolvedRequest<Http2ServerRequest>, res: Http2ServerResponse) => {
  res.end(req.proxyFix.host ?? req.authority);
});
http2.createSecureServer({ allowHTTP1: true }, secure);
// @ts-expect-error - the server passes the response of http2
http2.createServer(proxyFix(answer));

http2.createServer(
  proxyFix((req: ResolvedRequest<Http2ServerRequest>, res: Http2ServerResponse) => {
    res.end(req.proxyFix.host ?? req.authority);
  }),
);

const server: Server = proxyFixServer(createServer(), { trustedPeers: "loopback" }).listen(0);
server.on("upgrade", (req) => {
  assertType<IsSame<ReturnType<typeof resolutionOf>, AdapterResolution | undefined>>();
  resolutionOf(req)?.original.rawHeaders.at(0);
});
// IncomingMessage itself is unchanged.
// @ts-expect-error - a request has no resolution unless its handler was wrapped
createServer((req) => req.proxyFix);

// The channel's message; subscribe passes it as unknown.
declare const message: ResolutionMessage<IncomingMessage>;
assertType<IsSame<typeof message.request.method, string | undefined>>();
assertType<IsSame<typeof message.resolution, AdapterResolution>>();
message.refusal?.status.toFixed();
message.shadow?.differences.includes("address");

proxyFix(() => undefined, { shadow: { xFor: 2, trustedPeers: "loopback" } });
// @ts-expect-error - no such option
proxyFix(() => undefined, { shadow: { xHots: 1 } });
// @ts-expect-error - an option of adapters
proxyFix(() => undefined, { shadow: { socket: true } });
// @ts-expect-error - no such option
proxyFix(() => undefined, { xHots: 1 });
// @ts-expect-error - no such option beside a valid one
proxyFix(() => undefined, { xHost: 1, xHots: 1 });
// @ts-expect-error - a count is a number
proxyFix(() => undefined, { xHost: "1" });
// @ts-expect-error - one of two texts
proxyFix(() => undefined, { forwardedHeaders: "off" });
// @ts-expect-error - a present option has a value
proxyFix(() => undefined, { trustedPeers: undefined });
// @ts-expect-error - no such option
proxyFixServer(http.createServer(), { trustedPeer: "loopback" });
// @ts-expect-error - a rewrite is a function
rewriteHeaders(() => undefined, { "x-a": "x-b" });
