import { describe, expect, it } from "vitest";
import { createProxyMiddleware } from "http-proxy-middleware";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import { EXPRESSES } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, HOST, OPTIONS, serve } from "./site.js";

describe.each(EXPRESSES)("http-proxy-middleware on %s", (_, express) => {
  /** Sends a request through the middleware and returns the headers that the service behind it receives. */
  async function forward(fix: ExpressOptions | undefined, xfwd: boolean, more = {}): Promise<Record<string, string>> {
    const service = await serve((req, res) => void res.end(JSON.stringify(req.headers)));
    const app = express();
    if (fix !== undefined) app.use(proxyFix(fix));
    app.use(createProxyMiddleware({ target: `http://127.0.0.1:${service.port}`, xfwd }));
    const site = await serve(app);
    const { body } = await site.visit("/", behindEdge(CLIENT, more));
    return JSON.parse(body) as Record<string, string>;
  }

  it("forwards forged headers without proxyFix", async () => {
    const headers = await forward(undefined, true);
    expect(headers["x-forwarded-for"]).toBe(`${FORGED}, ${CLIENT},127.0.0.1`);
    expect(headers["x-real-ip"]).toBe(FORGED);
  });

  it("forwards no forged address, and appends the peer's", async () => {
    const headers = await forward(OPTIONS, true);
    expect(headers["x-forwarded-for"]).toBe(`${CLIENT},127.0.0.1`);
    expect(headers["x-forwarded-host"]).toBe(HOST);
    expect(headers).not.toHaveProperty("x-real-ip");
    expect(JSON.stringify(headers)).not.toContain(FORGED);
  });

  it("forwards the believed headers unchanged without `xfwd`", async () => {
    const headers = await forward(OPTIONS, false);
    expect(headers).toMatchObject({ host: HOST, "x-forwarded-for": CLIENT, "x-forwarded-proto": "https" });
    expect(JSON.stringify(headers)).not.toContain(FORGED);
  });

  it("forwards no header that is not believed", async () => {
    const headers = await forward({ xFor: 0, xProto: 0 }, false);
    expect(Object.keys(headers).filter((name) => name.startsWith("x-"))).toEqual([]);
  });

  it('forwards a forged address if forwardedHeaders is "keep"', async () => {
    const headers = await forward({ ...OPTIONS, forwardedHeaders: "keep" }, false);
    expect(headers["x-forwarded-for"]).toBe(`${FORGED}, ${CLIENT}`);
  });

  it("appends the client address a second time, instead of the peer's, with `socket: true`", async () => {
    const headers = await forward({ ...OPTIONS, socket: true }, true);
    expect(headers["x-forwarded-for"]).toBe(`${CLIENT},${CLIENT}`);
  });
});
