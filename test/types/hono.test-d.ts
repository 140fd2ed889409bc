import { Hono, type Context } from "hono";
import proxyFixByDefault, { proxyFix, rewriteHeaders, type AdapterResolution } from "proxyfix/hono";
import { copy } from "proxyfix/rewrite";
import { assertType, type IsSame } from "./assert.js";

export const sameFunction: typeof proxyFix = proxyFixByDefault;

const app = new Hono<{ Bindings: { readonly secret: string }; Variables: { tenant: string } }>();
app.use(proxyFix({ xHost: 1 }));
app.use("/admin/*", proxyFix({ trustedPeers: "loopback" }), rewriteHeaders(copy("x-shop-host", "x-forwarded-host")));
app.get("/users/:id", proxyFix(), (c) => {
  const resolution = c.get("proxyFix");
  assertType<IsSame<typeof resolution, AdapterResolution>>();
  assertType<IsSame<typeof c.var.proxyFix.clientAddress, string | undefined>>();
  // The application's own types are unchanged.
  assertType<IsSame<typeof c.env.secret, string>>();
  assertType<IsSame<typeof c.var.tenant, string>>();
  return c.text(c.req.param("id"));
});
export const clientOf = (c: Context): string | undefined => c.get("proxyFix").clientAddress;

// @ts-expect-error - no such option
proxyFix({ xHots: 1 });
// @ts-expect-error - a count is a number
proxyFix({ xFor: "1" });
// @ts-expect-error - there is no socket
proxyFix({ socket: true });
// @ts-expect-error - a rewrite is required
rewriteHeaders();
