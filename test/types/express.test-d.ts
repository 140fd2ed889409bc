import connect from "connect";
import express, { Router, type RequestHandler } from "express";
import polka from "polka";
import { proxyFix, rewriteHeaders, type AdapterResolution, type ExpressMiddleware } from "proxyfix/express";
import { copy } from "proxyfix/rewrite";
import { assertType, type IsSame } from "./assert.js";

declare const resolution: AdapterResolution;
const app = express();
app.use(proxyFix({ xHost: 1 }), rewriteHeaders(copy("x-shop-host", "x-forwarded-host")));
app.get("/users/:id", proxyFix(), (req, res) => {
  assertType<IsSame<typeof req.proxyFix, AdapterResolution>>();
  assertType<IsSame<typeof req.proxyFix.clientAddress, string | undefined>>();
  // Express's own inference still works.
  assertType<IsSame<typeof req.params.id, string>>();
  res.json(req.proxyFix);
  // @ts-expect-error - the resolution is read-only
  req.proxyFix = resolution;
});
Router().use(proxyFix({ socket: true, keepHeaders: ["x-real-ip"], shadow: { xFor: 2 } }));
const handler: RequestHandler = (req) => req.proxyFix.original.peerAddress;
app.use(handler);

const middleware: ExpressMiddleware = proxyFix();
connect().use(middleware).use("/users", proxyFix());
polka().use(middleware, rewriteHeaders(copy("x-shop-host", "x-forwarded-host")));

// @ts-expect-error - no such option
proxyFix({ xHots: 1 });
// @ts-expect-error - no such option beside a valid one
proxyFix({ xHost: 1, xHots: 1 });
// @ts-expect-error - a count is a number
proxyFix({ xFor: "1" });
// @ts-expect-error - a host is text
proxyFix({ allowedHosts: [/example/] });
// @ts-expect-error - a rewrite is required
rewriteHeaders();
