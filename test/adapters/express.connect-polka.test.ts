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
  it("keeps the whole target for what is mounted, and strips its own part of the url", async () => {
    const app = connect().use(proxyFix(options));
    app.use("/users", (req, res) => res.end(JSON.stringify([req.originalUrl, req.url])));
    const { get } = await serve(app);
    expect(JSON.parse((await get("/users/7?x", THROUGH_PROXY)).body)).toEqual(["/shop/users/7?x", "/7?x"]);
  });

  it("is told the whole target where the middleware is mounted", async () => {
    const app = connect().use("/users", proxyFix(options));
    app.use((req, res) => res.end(JSON.stringify([req.originalUrl, req.url])));
    const { get } = await serve(app);
    expect(JSON.parse((await get("/users/7", THROUGH_PROXY)).body)).toEqual(["/shop/users/7", "/users/7"]);
  });

  it("has a refused request answered at once, without its error handlers", async () => {
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
  it("is told right in an application that is mounted", async () => {
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

  it("does not end the process over a refused request, whose code is no status", async () => {
    const app = polka().use(strict, (_req, res) => res.end("reached"));
    const { get } = await serve((req, res) => app.handler(req as never, res));
    expect((await get("/", THROUGH_PROXY)).status).toBe(400);
    expect((await get("/", { "X-Forwarded-Host": "other.example" })).body).toBe("reached");
  });

  it("hands on an error that is none of ours", async () => {
    const fail = (): never => {
      throw new Error("on purpose");
    };
    const app = polka({ onError: (error, _req, res) => res.end(String(error)) }).use(rewriteHeaders(fail));
    const { get } = await serve((req, res) => app.handler(req as never, res));
    expect((await get("/")).body).toBe("Error: on purpose");
  });
});

describe("a second layer on either", () => {
  it("tells what it resolved, at req.proxyFix too", async () => {
    const app = connect()
      .use(proxyFix(ONE_PROXY))
      .use(rewriteHeaders(copy("x-real-ip", "x-forwarded-for")));
    app.use((req, res) => res.end((req as { proxyFix?: { clientAddress: string } }).proxyFix?.clientAddress));
    const { get } = await serve(app);
    expect((await get("/", { ...THROUGH_PROXY, "X-Real-IP": "192.0.2.9" })).body).toBe("192.0.2.9");
  });
});
