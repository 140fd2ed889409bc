import { describe, expect, it } from "vitest";
import type { RequestHandler } from "express";
import { Passport } from "passport";
import { Strategy, type StrategyOptions } from "passport-oauth2";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import { externalUrl } from "../../src/index.js";
import { EXPRESSES } from "./frameworks.js";
import { behindEdge, FORGED, FORGED_HOST, HOST, OPTIONS, serve } from "./site.js";

describe.each(EXPRESSES)("passport-oauth2 on %s", (_, express) => {
  interface Setting {
    readonly fix?: ExpressOptions;
    readonly trust?: unknown;
    readonly proxy?: boolean;
    readonly hasExternalUrl?: boolean;
    readonly headers?: ReturnType<typeof behindEdge>;
  }

  /** Starts a login and returns the callback URL that the provider receives. */
  async function startLogin({ fix, trust, proxy, hasExternalUrl, headers }: Setting): Promise<string | null> {
    const passport = new Passport();
    const options = {
      authorizationURL: "https://provider.example/authorize",
      tokenURL: "https://provider.example/token",
      clientID: "client",
      clientSecret: "secret",
      callbackURL: "/auth/callback",
      ...(proxy === undefined ? {} : { proxy }),
    };
    passport.use("provider", new Strategy(options as StrategyOptions, () => {}));
    const app = express();
    if (trust !== undefined) app.set("trust proxy", trust);
    if (fix !== undefined) app.use(proxyFix(fix));
    app.get("/login", (req, res, next) => {
      const external = hasExternalUrl === true ? { callbackURL: externalUrl(req.proxyFix, "/auth/callback") } : {};
      const authenticate = passport.authenticate("provider", {
        session: false,
        ...external,
      } as object) as RequestHandler;
      void authenticate(req, res, next);
    });
    const site = await serve(app);
    const { headers: answered } = await site.visit("/login", headers ?? behindEdge());
    return new URL(answered.location ?? "").searchParams.get("redirect_uri");
  }

  it("sends a wrong callback URL without proxyFix, and a forged one if trust proxy is true", async () => {
    expect(await startLogin({})).toBe("http://backend.internal/auth/callback");
    expect(await startLogin({ trust: true })).toContain(`https://${FORGED_HOST}`);
    expect(await startLogin({ proxy: true })).toContain(`https://${FORGED_HOST}`);
  });

  it("sends the believed host, and the believed scheme too if the strategy has `proxy: true`", async () => {
    expect(await startLogin({ fix: OPTIONS })).toBe(`http://${HOST}/auth/callback`);
    expect(await startLogin({ fix: OPTIONS, proxy: true })).toBe(`https://${HOST}/auth/callback`);
  });

  it("sends the received host if none is believed", async () => {
    const fix = { trustedPeers: "loopback" };
    expect(await startLogin({ fix, proxy: true })).toBe("https://backend.internal/auth/callback");
  });

  it("needs `socket: true` for the scheme if Forwarded is believed", async () => {
    const fix = { forwarded: 1, trustedPeers: "loopback" };
    const headers = behindEdge(undefined, {
      forwarded: `for=${FORGED};host=${FORGED_HOST}, for=1.2.3.4;proto=https;host=${HOST}`,
    });
    expect(await startLogin({ fix, proxy: true, headers })).toBe(`http://${HOST}/auth/callback`);
    expect(await startLogin({ fix: { ...fix, socket: true }, proxy: true, headers })).toBe(
      `https://${HOST}/auth/callback`,
    );
  });

  it("sends the prefix only if the callback URL is made by externalUrl", async () => {
    const headers = behindEdge(undefined, { "x-forwarded-prefix": "/eu" });
    expect(await startLogin({ fix: OPTIONS, proxy: true, headers })).toBe(`https://${HOST}/auth/callback`);
    expect(await startLogin({ fix: OPTIONS, hasExternalUrl: true, headers })).toBe(`https://${HOST}/eu/auth/callback`);
  });
});
