import { createServer } from "node:http";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import morgan from "morgan";
import { pinoHttp } from "pino-http";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as fastifyProxyFix } from "../../src/adapters/fastify.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix as nodeProxyFix } from "../../src/adapters/node.js";
import { EXPRESSES, fastify5, Koa3 } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, HOST, OPTIONS, serve } from "./site.js";

/** Creates a stream that stores all that is written to it. */
function createLog(): { readonly stream: Writable; readonly lines: () => string[] } {
  let written = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return { stream, lines: () => written.split("\n").filter((line) => line !== "") };
}

interface PinoLine {
  readonly msg: string;
  readonly req: {
    readonly remoteAddress?: string;
    readonly host?: string;
    readonly url: string;
    readonly headers: Record<string, string>;
  };
}
const parseLine = (line: string | undefined): PinoLine => JSON.parse(line ?? "{}") as PinoLine;

describe.each(EXPRESSES)("morgan on %s", (_, express) => {
  const format = ":remote-addr :url";

  it("logs the proxy's or a forged address without proxyFix, depending on trust proxy", async () => {
    for (const [trust, logged] of [
      [false, "127.0.0.1"],
      [true, FORGED],
    ] as const) {
      const { stream, lines } = createLog();
      const app = express().set("trust proxy", trust).use(morgan(format, { stream }));
      const site = await serve(app);
      await site.visit("/cart");
      expect(lines()).toEqual([`${logged} /cart`]);
    }
  });

  it("logs the client address, and the URL with the prefix", async () => {
    const { stream, lines } = createLog();
    const site = await serve(express().use(proxyFix(OPTIONS), morgan(format, { stream })));
    await site.visit("/cart", behindEdge(CLIENT, { "x-forwarded-prefix": "/eu" }));
    expect(lines()).toEqual([`${CLIENT} /eu/cart`]);
  });

  it("logs the client address even if it precedes proxyFix, since it writes at the end", async () => {
    const { stream, lines } = createLog();
    const site = await serve(express().use(morgan(format, { stream }), proxyFix(OPTIONS)));
    await site.visit("/cart");
    expect(lines()).toEqual([`${CLIENT} /cart`]);
  });

  it("has to follow proxyFix if it is immediate", async () => {
    const { stream, lines } = createLog();
    const immediate = morgan(format, { stream, immediate: true });
    const site = await serve(express().use(immediate, proxyFix(OPTIONS), immediate));
    await site.visit("/cart");
    expect(lines()).toEqual(["127.0.0.1 /cart", `${CLIENT} /cart`]);
  });

  it("logs the proxy's address if the client address is unknown, and none with `socket: true`", async () => {
    for (const [socket, logged] of [
      [false, "127.0.0.1"],
      [true, "-"],
    ] as const) {
      const { stream, lines } = createLog();
      const site = await serve(express().use(proxyFix({ ...OPTIONS, socket }), morgan(format, { stream })));
      await site.visit("/cart", behindEdge("unknown"));
      expect(lines()).toEqual([`${logged} /cart`]);
    }
  });

  it("logs the peer's address if the request is refused", async () => {
    const { stream, lines } = createLog();
    const app = express().use(morgan(`${format} :status`, { stream }), proxyFix({ ...OPTIONS, strict: true }));
    const site = await serve(app.set("env", "test"));
    await site.visit("/cart", behindEdge(CLIENT, { "x-forwarded-for": undefined }));
    expect(lines()).toEqual(["127.0.0.1 /cart 400"]);
  });
});

describe.each(EXPRESSES)("pino-http on %s", (_, express) => {
  async function logOne(options: Parameters<typeof proxyFix>[0]): Promise<PinoLine> {
    const { stream, lines } = createLog();
    const app = express().use(proxyFix(options), pinoHttp({}, stream));
    const site = await serve(app.get("/cart", (_req, res) => void res.end()));
    await site.visit("/cart", behindEdge(CLIENT, { "x-forwarded-prefix": "/eu" }));
    return parseLine(lines()[0]);
  }

  it("logs the proxy's address unless `socket: true` is set, since it reads the socket", async () => {
    const { req } = await logOne(OPTIONS);
    expect(req.remoteAddress).toBe("127.0.0.1");
  });

  it("logs the client address and believed headers with `socket: true`", async () => {
    const { req } = await logOne({ ...OPTIONS, socket: true });
    expect(req).toMatchObject({
      remoteAddress: CLIENT,
      url: "/eu/cart",
      headers: { host: HOST, "x-forwarded-for": CLIENT },
    });
    expect(JSON.stringify(req)).not.toContain(FORGED);
  });

  it("logs the client address with a serializer that reads req.proxyFix", async () => {
    const { stream, lines } = createLog();
    const serializers = {
      req: (req: { raw: Express.Request; remoteAddress?: string | undefined }) => {
        req.remoteAddress = req.raw.proxyFix.clientAddress;
        return req;
      },
    };
    const app = express().use(proxyFix(OPTIONS), pinoHttp({ serializers }, stream));
    const site = await serve(app.get("/cart", (_req, res) => void res.end()));
    await site.visit("/cart");
    expect(parseLine(lines()[0]).req.remoteAddress).toBe(CLIENT);
  });
});

describe("pino-http", () => {
  it("logs the client address on node:http with `socket: true`", async () => {
    const { stream, lines } = createLog();
    const log = pinoHttp({}, stream);
    const handler = nodeProxyFix(
      (req, res) => {
        log(req, res);
        res.end();
      },
      { ...OPTIONS, socket: true },
    );
    const site = await serve(createServer(handler));
    await site.visit("/cart");
    expect(parseLine(lines()[0]).req.remoteAddress).toBe(CLIENT);
  });

  it("logs the client address on Koa with `socket: true`", async () => {
    const { stream, lines } = createLog();
    const log = pinoHttp({}, stream);
    const app = new Koa3().use(koaProxyFix({ ...OPTIONS, socket: true })).use((ctx) => {
      log(ctx.req, ctx.res);
      ctx.body = "";
    });
    const answer = app.callback();
    const site = await serve((req, res) => void answer(req, res));
    await site.visit("/cart");
    expect(parseLine(lines()[0]).req.remoteAddress).toBe(CLIENT);
  });
});

describe("Fastify's own log", () => {
  it("contains the client address and the host, though it is written before any hook", async () => {
    const { stream, lines } = createLog();
    const app = fastify5({ logger: { stream } });
    await app.register(fastifyProxyFix, OPTIONS);
    app.get("/cart", () => "");
    await app.ready();
    const site = await serve(app.server);
    await site.visit("/cart");
    const incoming = lines()
      .map(parseLine)
      .find(({ msg }) => msg === "incoming request");
    expect(incoming?.req).toMatchObject({ remoteAddress: CLIENT, host: HOST });
    expect(lines().join()).not.toContain(FORGED);
  });
});
