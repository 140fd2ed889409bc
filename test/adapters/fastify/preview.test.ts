import { Writable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { proxyFix, rewriteHeaders } from "../../../src/adapters/fastify.js";
import { append, copy, not, peerIn, remove, when, type Rewrite } from "../../../src/rewrite/index.js";
import { ONE_PROXY, THROUGH_PROXY } from "../../frameworks/serve.js";
import { answer, getJson, readProperties, resolved, versions, visit } from "./application.js";

describe.each(versions)("%s", (name, create) => {
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

    it("contains the client address and the host, though it is written before any hook", async () => {
      const { app, lines } = createLogged();
      await app.register(proxyFix, ONE_PROXY);
      app.get("/", answer);
      expect(await getJson(app, "/")).toEqual(resolved);
      const hostName = name === "Fastify 4" ? "hostname" : "host";
      expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "198.51.100.7", [hostName]: "example.com" }]);
    });

    describe.each(["before", "after"])("if rewriteHeaders is registered %s proxyFix,", (place) => {
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
        if (place === "after") await app.register(rewriteHeaders, { rewrite });
        return { ...logged, seen };
      }

      it("contains the client address by the rewritten headers", async () => {
        // Two hops: without the rewrite the client would be 6.6.6.6, and 192.0.2.9 if it ran twice.
        const { app, lines, seen } = await createRewriting(append("x-forwarded-for", "192.0.2.9"), 2);
        await app.register(async (child) => {
          await child.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") });
          child.get("/child", answer);
        });
        app.get("/", answer);
        const rewritten = { ...resolved, header: "198.51.100.7, 192.0.2.9" };
        expect(await getJson(app, "/")).toEqual(rewritten);
        expect(await getJson(app, "/child", { ...THROUGH_PROXY, "X-FHost": "child.example" })).toEqual(rewritten);
        const hostName = name === "Fastify 4" ? "hostname" : "host";
        expect(requestsOf(lines)).toMatchObject([
          { remoteAddress: "198.51.100.7", [hostName]: "example.com" },
          { remoteAddress: "198.51.100.7", [hostName]: "child.example" },
        ]);
        // Between the two plugins a request is either not resolved yet, or resolved but not rewritten yet.
        const between = place === "before" ? "198.51.100.7" : "6.6.6.6";
        expect(seen).toEqual(["198.51.100.7", between, "198.51.100.7", between]);
      });

      it("contains no value of a header that a rewrite removes", async () => {
        const { app, lines } = await createRewriting(when(not(peerIn("10.0.0.0/8")), remove("x-forwarded-for")));
        app.get("/", answer);
        expect(await getJson(app, "/")).toMatchObject({ ip: "127.0.0.1" });
        expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "127.0.0.1" }]);
      });

      it("contains the connection's own facts if a rewrite throws, which fails in its hook", async () => {
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
        "a host that a later rewrite would set, of a refused request",
        async (app) => {
          await app.register(proxyFix, { xHost: 1, allowedHosts: ["good.test"] });
          await app.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") });
        },
      ],
      [
        "a client address that a later plugin would set, in a guard before it",
        async (app) => {
          await app.register(proxyFix);
          app.addHook("onRequest", async (request, reply) =>
            request.ip === "10.1.1.1" ? undefined : reply.code(403).send({ ip: request.ip }),
          );
          await app.register(rewriteHeaders, { rewrite: copy("x-client", "x-forwarded-for") });
        },
      ],
      [
        "a header that an earlier hook deletes before a rewrite",
        async (app) => {
          app.addHook("onRequest", async ({ raw }) => void delete raw.headers["x-fhost"]);
          await app.register(rewriteHeaders, { rewrite: copy("x-fhost", "x-forwarded-host") });
          await app.register(proxyFix, { xHost: 1 });
        },
      ],
      [
        "a client address that an earlier hook deletes",
        async (app) => {
          app.addHook("onRequest", async ({ raw }) => {
            delete raw.headers["x-forwarded-for"];
            raw.rawHeaders.splice(raw.rawHeaders.indexOf("X-Forwarded-For"), 2);
          });
          await app.register(proxyFix);
        },
      ],
      [
        "a rewrite that throws",
        async (app) => {
          await app.register(proxyFix);
          await app.register(rewriteHeaders, {
            rewrite: () => {
              throw new Error("broken");
            },
          });
        },
      ],
    ])("does not change the result of a request: %s", async (_, plug) => {
      const show = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
        reply.send({ ...readProperties(request), host: request.hostname, ...request.headers });
      const answers = [create(), createLogged().app].map(async (app) => {
        await plug(app);
        app.setErrorHandler((_error, request, reply) => show(request, reply));
        app.get("/", show);
        return visit(app, "/", { ...THROUGH_PROXY, "X-FHost": "good.test", "X-Client": "10.1.1.1" });
      });
      const [unlogged, logged] = await Promise.all(answers);
      expect({ status: logged?.status, body: logged?.body }).toEqual({
        status: unlogged?.status,
        body: unlogged?.body,
      });
    });

    it("contains the connection's own facts if the request is refused, which is answered as without it", async () => {
      const { app, lines } = createLogged();
      await app.register(proxyFix, { ...ONE_PROXY, allowedHosts: ["other.example"] });
      app.get("/", answer);
      expect((await visit(app, "/")).status).toBe(400);
      expect(requestsOf(lines)).toMatchObject([{ remoteAddress: "127.0.0.1" }]);
    });
  });
});
