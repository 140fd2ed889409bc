import { Writable } from "node:stream";
import fastify5, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { proxyFix, rewriteHeaders, rewriteUrl } from "../../src/adapters/fastify.js";
import { proxyFix as wrapNode } from "../../src/adapters/node.js";
import { append, copy, not, peerIn, remove, when, type Rewrite } from "../../src/rewrite/index.js";
import { fastify4 } from "../contract/older.js";
import type { Answer } from "../contract/wire.js";
import { ONE_PROXY, serve, THROUGH_PROXY } from "../frameworks/serve.js";

const versions = [
  { name: "Fastify 4", fastify: fastify4 },
  { name: "Fastify 5", fastify: fastify5 },
];

/** What a handler tells of its request. */
const tell = (request: FastifyRequest): object => ({
  ip: request.ip,
  protocol: request.protocol,
  header: request.headers["x-forwarded-for"],
  proxyFix: (request.proxyFix as object | undefined) !== undefined,
});
const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => reply.send(tell(request));

const truth = { ip: "198.51.100.7", protocol: "https", header: "198.51.100.7", proxyFix: true };
const untold = { ip: "127.0.0.1", protocol: "http", header: "6.6.6.6, 198.51.100.7", proxyFix: false };

describe.each(versions)("$name", ({ fastify }) => {
  const create = (settings: FastifyServerOptions = {}): FastifyInstance => {
    const app = fastify(settings) as unknown as FastifyInstance;
    onTestFinished(() => app.close());
    return app;
  };

  async function visit(app: FastifyInstance, target: string, lines: object = THROUGH_PROXY): Promise<Answer> {
    if (!app.server.listening) await app.listen({ port: 0, host: "127.0.0.1" });
    const { get } = await serve(app.server);
    return get(target, lines as Record<string, string>);
  }
  const ask = async (...visited: Parameters<typeof visit>): Promise<unknown> =>
    JSON.parse((await visit(...visited)).body) as unknown;

  it("tells the root, its plugins and theirs, and what no route takes", async () => {
    const app = create();
    await app.register(proxyFix, ONE_PROXY);
    const child: FastifyPluginAsync = async (instance) => {
      instance.get("/child", answer);
      await instance.register(async (grandchild) => void grandchild.get("/grandchild", answer));
    };
    await app.register(child);
    app.get("/root", answer).setNotFoundHandler(answer);
    for (const target of ["/root", "/child", "/grandchild", "/nowhere"]) expect(await ask(app, target)).toEqual(truth);
  });

  it("tells plugins registered earlier, but for the headers that their own first hooks see", async () => {
    const app = create();
    const seen: object[] = [];
    const earlier: FastifyPluginAsync = async (instance) => {
      instance.addHook("onRequest", async (request) => void seen.push(tell(request)));
      instance.get("/earlier", answer);
    };
    await app.register(earlier);
    await app.register(proxyFix, ONE_PROXY);
    expect(await ask(app, "/earlier")).toEqual(truth);
    expect(seen).toEqual([{ ...truth, header: untold.header }]);
  });

  it("tells hooks that were added after it, on every instance", async () => {
    const app = create();
    const seen: object[] = [];
    await app.register(proxyFix, ONE_PROXY);
    app.addHook("onRequest", async (request) => void seen.push(tell(request)));
    app.get("/", answer);
    await ask(app, "/");
    expect(seen).toEqual([truth]);
  });

  it("tells only the plugin that registered it, and the ones inside", async () => {
    const app = create();
    const child: FastifyPluginAsync = async (instance) => {
      await instance.register(proxyFix, ONE_PROXY);
      instance.get("/child", answer);
      await instance.register(async (grandchild) => void grandchild.get("/grandchild", answer));
    };
    await app.register(child);
    await app.register(async (sibling) => void sibling.get("/sibling", answer));
    app.get("/root", answer);
    for (const target of ["/child", "/grandchild"]) expect(await ask(app, target)).toEqual(truth);
    for (const target of ["/root", "/sibling"]) expect(await ask(app, target)).toEqual(untold);
  });

  it("resolves again in a plugin that registers it again, by that plugin's options", async () => {
    const app = create();
    await app.register(proxyFix, ONE_PROXY);
    const child: FastifyPluginAsync = async (instance) => {
      await instance.register(proxyFix, { ...ONE_PROXY, xFor: 2 });
      instance.get("/child", answer);
    };
    await app.register(child);
    app.get("/root", answer);
    expect(await ask(app, "/child")).toEqual({ ...truth, ip: "6.6.6.6", header: "6.6.6.6, 198.51.100.7" });
    expect(await ask(app, "/root")).toEqual(truth);
  });

  it("leaves an unrelated application of the process alone", async () => {
    const app = create();
    await app.register(proxyFix, ONE_PROXY);
    app.get("/", answer);
    const other = create({ trustProxy: "loopback" }).get("/", answer);
    expect(await ask(app, "/")).toEqual(truth);
    expect(await ask(other, "/")).toEqual({ ...untold, ip: "198.51.100.7", protocol: "https" });
  });

  it("tells an injected request", async () => {
    const app = create();
    await app.register(proxyFix, { ...ONE_PROXY, xPrefix: 1 });
    app.get("/", (request, reply) =>
      reply.send({ ...tell(request), url: request.originalUrl, host: request.headers.host }),
    );
    const injected = await app.inject({ url: "/", headers: { ...THROUGH_PROXY } });
    expect(injected.json()).toEqual({ ...truth, url: "/shop/", host: "example.com" });
    const own = await app.inject({ url: "/", remoteAddress: "198.51.100.9" });
    expect(own.json()).toMatchObject({ ip: "198.51.100.9", protocol: "http" });
  });

  it("goes on where the node adapter has resolved the request already", async () => {
    const app = create();
    await app.register(proxyFix, { ...ONE_PROXY, xPrefix: 1 });
    app.get("/", (request, reply) => reply.send({ ...tell(request), url: request.originalUrl }));
    await app.ready();
    const { get } = await serve(wrapNode((req, res) => app.routing(req, res), { xFor: 2, xPrefix: 1 }));
    expect(JSON.parse((await get("/", THROUGH_PROXY)).body)).toEqual({ ...truth, url: "/shop/" });
  });

  describe("the log", () => {
    const createLogged = (): { app: FastifyInstance; lines: Record<string, unknown>[] } => {
      const lines: Record<string, unknown>[] = [];
      const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
        for (const line of chunk.toString().trim().split("\n")) lines.push(JSON.parse(line) as Record<string, unknown>);
        done();
      };
      return { app: create({ logger: { level: "info", stream: new Writable({ write }) } }), lines };
    };
    const requestsOf = (lines: Record<string, unknown>[]): unknown[] =>
      lines.filter(({ msg }) => msg === "incoming request").map(({ req }) => req);

    it("has the client and the host, though it is written before any hook", async () => {
      const { app, lines } = createLogged();
      await app.register(proxyFix, ONE_PROXY);
      app.get("/", answer);
      expect(await ask(app, "/")).toEqual(truth);
      const name = fastify === fastify4 ? "hostname" : "host";
      expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "198.51.100.7", [name]: "example.com" }]);
    });

    describe.each(["before", "behind"])("where headers are rewritten by a plugin that is registered %s", (place) => {
      async function createRewriting(
        rewrite: Rewrite,
        xFor = 1,
      ): Promise<ReturnType<typeof createLogged> & { seen: string[] }> {
        const logged = createLogged();
        const { app } = logged;
        const seen: string[] = [];
        const between = async (request: FastifyRequest): Promise<void> => void seen.push(request.ip);
        if (place === "before") await app.register(rewriteHeaders, { rewrite });
        app.addHook("onRequest", between);
        await app.register(proxyFix, { ...ONE_PROXY, xFor });
        app.addHook("onRequest", between);
        if (place === "behind") await app.register(rewriteHeaders, { rewrite });
        return { ...logged, seen };
      }

      it("has the client by the rewritten headers", async () => {
        // Of two hops: without the rewrite the client would be 6.6.6.6, and 192.0.2.9 if it ran twice.
        const { app, lines, seen } = await createRewriting(append("x-forwarded-for", "192.0.2.9"), 2);
        await app.register(async (child) => {
          await child.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") });
          child.get("/child", answer);
        });
        app.get("/", answer);
        const rewritten = { ...truth, header: "198.51.100.7, 192.0.2.9" };
        expect(await ask(app, "/")).toEqual(rewritten);
        expect(await ask(app, "/child", { ...THROUGH_PROXY, "X-FHost": "child.example" })).toEqual(rewritten);
        const name = fastify === fastify4 ? "hostname" : "host";
        expect(requestsOf(lines)).toMatchObject([
          { remoteAddress: "198.51.100.7", [name]: "example.com" },
          { remoteAddress: "198.51.100.7", [name]: "child.example" },
        ]);
        // Between the two plugins: one has the request resolved by then, which the other has not rewritten yet.
        const between = place === "before" ? "198.51.100.7" : "6.6.6.6";
        expect(seen).toEqual(["198.51.100.7", between, "198.51.100.7", between]);
      });

      it("has nothing that a rewrite takes out", async () => {
        const { app, lines } = await createRewriting(when(not(peerIn("10.0.0.0/8")), remove("x-forwarded-for")));
        app.get("/", answer);
        expect(await ask(app, "/")).toMatchObject({ ip: "127.0.0.1" });
        expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "127.0.0.1" }]);
      });

      it("has the connection's own facts where a rewrite fails, which is the hook's error", async () => {
        const { app, lines } = await createRewriting(() => {
          throw new Error("broken");
        });
        app.get("/", answer);
        expect((await visit(app, "/")).status).toBe(500);
        expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "127.0.0.1" }]);
      });
    });

    it.each<[string, (app: FastifyInstance) => Promise<unknown>]>([
      [
        "a host that a rewrite is going to bring, after it was refused",
        async (app) => {
          await app.register(proxyFix, { xHost: 1, allowedHosts: ["good.test"] });
          await app.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") });
        },
      ],
      [
        "a client that a plugin inside is going to bring, to a guard before it",
        async (app) => {
          await app.register(proxyFix);
          app.addHook("onRequest", async (request, reply) =>
            request.ip === "10.1.1.1" ? undefined : reply.code(403).send({ ip: request.ip }),
          );
          await app.register(rewriteHeaders, { rewrite: copy("x-client", "x-forwarded-for") });
        },
      ],
      [
        "a header that an earlier hook takes away from a rewrite",
        async (app) => {
          app.addHook("onRequest", async ({ raw }) => void delete raw.headers["x-fhost"]);
          await app.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") });
          await app.register(proxyFix, { xHost: 1 });
        },
      ],
      [
        "a client that an earlier hook takes out",
        async (app) => {
          app.addHook("onRequest", async ({ raw }) => {
            delete raw.headers["x-forwarded-for"];
            raw.rawHeaders.splice(raw.rawHeaders.indexOf("X-Forwarded-For"), 2);
          });
          await app.register(proxyFix);
        },
      ],
      [
        "nothing, to a rewrite that fails",
        async (app) => {
          await app.register(proxyFix);
          await app.register(rewriteHeaders, {
            rewrite: () => {
              throw new Error("broken");
            },
          });
        },
      ],
    ])("changes nothing that a handler sees: %s", async (_, plug) => {
      const show = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
        reply.send({ ...tell(request), host: request.hostname, ...request.headers });
      const answers = [create(), createLogged().app].map(async (app) => {
        await plug(app);
        app.setErrorHandler((_error, request, reply) => show(request, reply));
        app.get("/", show);
        return visit(app, "/", { ...THROUGH_PROXY, "X-FHost": "good.test", "X-Client": "10.1.1.1" });
      });
      const [plain, logged] = await Promise.all(answers);
      expect({ status: logged?.status, body: logged?.body }).toEqual({ status: plain?.status, body: plain?.body });
    });

    it("has the connection's own facts of a refused request, which is answered all the same", async () => {
      const { app, lines } = createLogged();
      await app.register(proxyFix, { ...ONE_PROXY, allowedHosts: ["other.example"] });
      app.get("/", answer);
      expect((await visit(app, "/")).status).toBe(400);
      expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "127.0.0.1" }]);
    });
  });

  describe("a refused request", () => {
    const strict = { ...ONE_PROXY, allowedHosts: ["other.example"] };

    it("is answered by Fastify itself", async () => {
      const app = create();
      await app.register(proxyFix, strict);
      app.get("/", answer);
      const { status, body } = await visit(app, "/");
      expect([status, JSON.parse(body)]).toMatchObject([400, { code: "ERR_PROXYFIX_REFUSED" }]);
      expect(body).not.toContain("evil");
    });

    it("goes to the error handler, which sees the connection alone", async () => {
      const app = create();
      app.setErrorHandler((error: { code: string }, request, reply) =>
        reply.code(400).send({ ...tell(request), code: error.code, headers: request.headers }),
      );
      await app.register(proxyFix, strict);
      app.get("/", answer);
      const { header: _none, ...facts } = { ...untold, proxyFix: true };
      expect(await ask(app, "/")).toEqual({
        ...{ ...facts, code: "ERR_PROXYFIX_REFUSED" },
        headers: { host: "app:3000", connection: "close" },
      });
    });
  });

  describe("rewriteUrl", () => {
    const options = { ...ONE_PROXY, allowedHosts: ["example.com", "other.example"] };
    const createByHost = async (): Promise<{ app: FastifyInstance }> => {
      const app = create({ rewriteUrl: rewriteUrl(options) });
      await app.register(proxyFix, options);
      const route = (host: string): void =>
        void app.get("/", { constraints: { host } }, (request, reply) => reply.send({ ...tell(request), route: host }));
      route("example.com");
      route("app:3000");
      route("evil.example");
      // In an object, since an instance is a promise of its own start.
      return { app };
    };

    it("lets a route be found by the believed host", async () => {
      const { app } = await createByHost();
      expect(await ask(app, "/")).toEqual({ ...truth, route: "example.com" });
      const injected = await app.inject({ url: "/", headers: { ...THROUGH_PROXY } });
      expect(injected.json()).toEqual({ ...truth, route: "example.com" });
    });

    it("is needed for that: the plugin alone is too late", async () => {
      const app = create();
      await app.register(proxyFix, ONE_PROXY);
      app.get("/", { constraints: { host: "example.com" } }, answer);
      expect((await visit(app, "/")).status).toBe(404);
    });

    it("never finds a route by a forged host, and the plugin refuses the request", async () => {
      const lines = { ...THROUGH_PROXY, "X-Forwarded-Host": "example.com, evil.example" };
      const { app } = await createByHost();
      expect((await visit(app, "/", lines)).status).toBe(400);
    });

    it("leaves the URL alone, and the prefix is put before it once", async () => {
      const app = create({ rewriteUrl: rewriteUrl({ xPrefix: 1 }) });
      await app.register(proxyFix, { xPrefix: 1 });
      app.get("/users", ({ url, originalUrl }, reply) => reply.send({ url, originalUrl }));
      expect(await ask(app, "/users?x")).toEqual({ url: "/users?x", originalUrl: "/shop/users?x" });
    });
  });

  describe("registration", () => {
    it.each([[true], ["loopback"], [() => true]])(
      "fails where trustProxy is %s, and says what to change",
      async (trustProxy) => {
        const app = create({ trustProxy });
        await expect(Promise.resolve(app.register(proxyFix, ONE_PROXY))).rejects.toMatchObject({
          code: "ERR_PROXYFIX_OPTION",
          option: "trustProxy",
          message: expect.stringContaining("take trustProxy out") as unknown,
        });
      },
    );

    it("fails within a plugin as well, where Fastify itself would not object", async () => {
      const app = create({ trustProxy: "loopback" });
      const child = app.register(async (instance) => {
        await instance.register(proxyFix, ONE_PROXY);
      });
      await expect(Promise.resolve(child)).rejects.toMatchObject({ option: "trustProxy" });
    });

    it("fails where another plugin defines one of its properties", async () => {
      const app = create()
        .decorateRequest("proxyFixed", null)
        .decorateRequest("originalUrl", { getter: () => "/" });
      await expect(Promise.resolve(app.register(proxyFix, ONE_PROXY))).rejects.toMatchObject({
        message: expect.stringContaining("request.originalUrl") as unknown,
      });
    });

    it("hands on what Fastify says where it is too late", async () => {
      const app = create();
      await app.ready();
      await expect(proxyFix(app, ONE_PROXY)).rejects.toHaveProperty(
        "code",
        expect.stringMatching(/^(FST_ERR_DEC_AFTER_START|AVV_ERR_ROOT_PLG_BOOTED)$/),
      );
    });

    it("does not mind trustProxy being off", async () => {
      const app = create({ trustProxy: false });
      await app.register(proxyFix, ONE_PROXY);
      expect(await ask(app.get("/", answer), "/")).toEqual(truth);
    });

    it("fails where an option is wrong", async () => {
      const wrong = { xHots: 1 } as object;
      await expect(Promise.resolve(create().register(proxyFix, wrong))).rejects.toMatchObject({ option: "xHots" });
      const none = {} as { rewrite: never };
      await expect(Promise.resolve(create().register(rewriteHeaders, none))).rejects.toMatchObject({
        code: "ERR_PROXYFIX_OPTION",
        option: "rewrite",
      });
      expect(() => rewriteUrl(wrong)).toThrow(expect.objectContaining({ option: "xHots" }));
    });

    it("takes no options at all for the defaults", async () => {
      const app = create();
      await app.register(proxyFix);
      expect(await ask(app.get("/", answer), "/")).toEqual(truth);
    });
  });

  it("rewrites and verifies headers that an earlier hook has assigned", async () => {
    const app = create();
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "x-assigned": "1" };
    });
    await app.register(rewriteHeaders, { rewrite: remove("x-user") });
    await app.register(proxyFix, ONE_PROXY);
    app.get("/", async ({ headers }) => headers);
    const headers = await ask(app, "/", { ...THROUGH_PROXY, "X-User": "evil" });
    expect(headers).not.toHaveProperty("x-user");
    expect(headers).toMatchObject({ "x-assigned": "1", "x-forwarded-for": "198.51.100.7", host: "example.com" });
    expect(headers).not.toHaveProperty("x-real-ip");
  });

  it("leaves what a hook has assigned to a header since it was rewritten", async () => {
    const app = create();
    await app.register(rewriteHeaders, { rewrite: remove("x-user") });
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "x-user": "ours" };
    });
    await app.register(proxyFix, ONE_PROXY);
    app.get("/", async ({ headers }) => headers);
    const headers = await ask(app, "/", { ...THROUGH_PROXY, "X-User": "evil" });
    expect(headers).toMatchObject({ "x-user": "ours", "x-forwarded-for": "198.51.100.7" });
  });

  it("shows a prefix that came by a rewrite in the plugin inside", async () => {
    const app = create();
    await app.register(proxyFix, { xPrefix: 1 });
    const child: FastifyPluginAsync = async (instance) => {
      await instance.register(rewriteHeaders, { rewrite: copy("x-mount", "x-forwarded-prefix") });
      instance.get("/child", async ({ originalUrl, raw }) => [
        originalUrl,
        (raw as { originalUrl?: string }).originalUrl,
      ]);
    };
    await app.register(child);
    expect(await ask(app, "/child", { "X-Mount": "/mounted" })).toEqual(["/mounted/child", "/mounted/child"]);
  });
});
