import http, { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import http2, { type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import https from "node:https";
import express from "express";
import Koa from "koa";
import {
  proxyFix,
  proxyFixServer,
  resolutionOf,
  rewriteHeaders,
  type AdapterResolution,
  type ResolvedRequest,
} from "proxyfix/node";
import { copy } from "proxyfix/rewrite";
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
