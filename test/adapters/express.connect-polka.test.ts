import connect from "connect";
import polka from "polka";
import { describe, expect, it } from "vitest";
import { proxyFix, rewriteHeaders } from "../../src/adapters/express.js";
import { resolutionOf } from "../../src/adapters/node.js";
import { copy } from "../../src/rewrite/index.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "../frameworks/serve.js";

const options = { ...ONE_PROXY, xPrefix: 1 };
const strict = proxyFix({ ...ONE_PROXY, allowedHosts: ["other.example"] });

describe("Connect", () => {
  it("keeps the whole originalUrl for a mounted handler, and strips its mount path off the url", async () => {
    const app = connect().use(proxyFix(options));
    app.use("/users", (req, res) => res.end(JSON.stringify([req.originalUrl, req.url])));
    const { get } = await serve(app);
    expect(JSON.parse((await get("/users/7?x", THROUGH_PROXY)).body)).toEqual(["/shop/users/7?x", "/7?x"]);
  });

  it("has the whole originalUrl if proxyFix is mounted", async () => {
    const app = connect().use("/users", proxyFix(options));
    app.use((req, res) => res.end(JSON.stringify([req.originalUrl, req.url])));
    const { get } = await serve(app);
    expect(JSON.parse((await get("/users/7", THROUGH_PROXY)).body)).toEqual(["/shop/users/7", "/users/7"]);
  });

  it("calls neither handlers nor error handlers for a refused request", async () => {
    let calls = 0;
    const app = connect().use(strict);
    app.use(() => calls++);
    app.use((_error: unknown, _req: connect.IncomingMessage, _res: unknown, _next: unknown) => calls++);
    const { get } = await serve(app);
    const { status, body, headers } = await get("/", THROUGH_PROXY);
    expect([status, headers["connection"], calls]).toEqual([400, "close", 0]);
    expect(body).not.toContain("evil");
  });
});

describe("Polka", () => {
  it("has the prefix and the client address in a mounted application", async () => {
    const inner = polka().get("/7", (req, res) => res.end(JSON.stringify([req.originalUrl, resolutionOf(req)])));
    const app = polka()
      .use(proxyFix(options))
      .use("/users", inner as never);
    const { get } = await serve((req, res) => app.handler(req as never, res));
    expect(JSON.parse((await get("/users/7", THROUGH_PROXY)).body)).toMatchObject([
      "/shop/users/7",
      { clientAddress: "198.51.100.7" },
    ]);
  });

  it("answers a refused request with its status, and goes on serving", async () => {
    const app = polka().use(strict, (_req, res) => res.end("reached"));
    const { get } = await serve((req, res) => app.handler(req as never, res));
    expect((await get("/", THROUGH_PROXY)).status).toBe(400);
    expect((await get("/", { "X-Forwarded-Host": "other.example" })).body).toBe("reached");
  });

  it("passes an error of other code to onError", async () => {
    const fail = (): never => {
      throw new Error("on purpose");
    };
    const app = polka({ onError: (error, _req, res) => res.end(String(error)) }).use(rewriteHeaders(fail));
    const { get } = await serve((req, res) => app.handler(req as never, res));
    expect((await get("/")).body).toBe("Error: on purpose");
  });
});

describe("Connect, if rewriteHeaders follows proxyFix,", () => {
  it("has the second resolution at req.proxyFix", async () => {
    const app = connect()
      .use(proxyFix(ONE_PROXY))
      .use(rewriteHeaders(copy("x-real-ip", "x-forwarded-for")));
    app.use((req, res) => res.end((req as { proxyFix?: { clientAddress: string } }).proxyFix?.clientAddress));
    const { get } = await serve(app);
    expect((await get("/", { ...THROUGH_PROXY, "X-Real-IP": "192.0.2.9" })).body).toBe("192.0.2.9");
  });
});
