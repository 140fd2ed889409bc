import express from "express";
import Koa, { type Context, type DefaultState, type Middleware } from "koa";
import mount from "koa-mount";
import { proxyFix, rewriteHeaders, type AdapterResolution } from "proxyfix/koa";
import { copy } from "proxyfix/rewrite";
import { assertType, type IsSame } from "./assert.js";

const app = new Koa<DefaultState, { readonly tenant: string }>();
const used = app.use(proxyFix({ xHost: 1 })).use(rewriteHeaders(copy("x-shop-host", "x-forwarded-host")));
// The application's own types are unchanged.
assertType<IsSame<typeof used, typeof app>>();
app.use((ctx) => {
  assertType<IsSame<typeof ctx.proxyFix, AdapterResolution>>();
  assertType<IsSame<typeof ctx.proxyFix.clientAddress, string | undefined>>();
  assertType<IsSame<typeof ctx.tenant, string>>();
  ctx.body = ctx.proxyFix;
});
const middleware: Middleware = proxyFix();
app.use(mount("/users", middleware));
export const clientOf = (ctx: Context): string | undefined => ctx.proxyFix.clientAddress;

// @ts-expect-error - no such option
proxyFix({ xHots: 1 });
// @ts-expect-error - no such option beside a valid one
proxyFix({ xHost: 1, xHots: 1 });
// @ts-expect-error - a count is a number
proxyFix({ xFor: "1" });
// @ts-expect-error - a rewrite is required
rewriteHeaders();
// @ts-expect-error - it is not a middleware of Express
express().use(proxyFix());
