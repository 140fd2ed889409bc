import { createSchema, createYoga } from "graphql-yoga";
import { describe, expect, it } from "vitest";
import { proxyFix } from "../../src/adapters/express.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix as nodeProxyFix } from "../../src/adapters/node.js";
import { EXPRESSES, Koa3 } from "./frameworks.js";
import { behindEdge, FORGED_HOST, HOST, OPTIONS, serve, type Answer, type Site } from "./site.js";

/** Creates a server that accepts only its own origin, and answers with the URL that it sees. */
function createGraphQL() {
  const resolvers = { Query: { url: (_: unknown, __: unknown, { request }: { request: Request }) => request.url } };
  return createYoga({
    schema: createSchema({ typeDefs: "type Query { url: String }", resolvers }),
    cors: ({ url }) => ({ origin: [new URL(url).origin, "https://unused.example"] }),
    logging: false,
  });
}

async function query(site: Site, more = {}): Promise<{ url: unknown; allowed: unknown; status: number }> {
  const headers = behindEdge(undefined, { origin: `https://${HOST}`, "content-type": "application/json", ...more });
  const { status, headers: answered, body }: Answer = await site.visit("/graphql", headers, '{"query":"{ url }"}');
  const url = status === 200 ? (JSON.parse(body) as { data: { url: string } }).data.url : undefined;
  return { status, url, allowed: answered["access-control-allow-origin"] };
}

const URL_OF_ALL = `https://${HOST}/graphql`;
const ACCEPTED = { status: 200, url: URL_OF_ALL, allowed: `https://${HOST}` };
const mounted = { "x-forwarded-prefix": "/eu" };

describe.each(EXPRESSES)("graphql-yoga on %s", (_, express) => {
  const serveYoga = (fix?: ReturnType<typeof proxyFix>): Promise<Site> => {
    const yoga = createGraphQL();
    const app = express();
    if (fix !== undefined) app.use(fix);
    return serve(app.use((req, res) => void yoga(req, res)));
  };

  it("does not accept the public origin without proxyFix", async () => {
    const { url, allowed } = await query(await serveYoga());
    expect(url).toBe("http://backend.internal/graphql");
    expect(allowed).not.toBe(`https://${HOST}`);
  });

  it("accepts the public origin, but no forged one", async () => {
    const site = await serveYoga(proxyFix(OPTIONS));
    expect(await query(site)).toEqual(ACCEPTED);
    const { allowed } = await query(site, { origin: `https://${FORGED_HOST}` });
    expect(allowed).not.toBe(`https://${FORGED_HOST}`);
  });

  it("sees the prefix in its URL, and finds its endpoint under it", async () => {
    const site = await serveYoga(proxyFix(OPTIONS));
    expect((await query(site, mounted)).url).toBe(`https://${HOST}/eu/graphql`);
    expect((await site.visit("/graphql", behindEdge(undefined, { ...mounted, accept: "text/html" }))).status).toBe(200);
  });
});

describe("graphql-yoga on node:http and Koa", () => {
  const serveNode = (socket: boolean): Promise<Site> => {
    const yoga = createGraphQL();
    return serve(nodeProxyFix((req, res) => void yoga(req, res), { ...OPTIONS, socket }));
  };
  const serveKoa = (socket: boolean): Promise<Site> => {
    const yoga = createGraphQL();
    const app = new Koa3().use(koaProxyFix({ ...OPTIONS, socket })).use(async (ctx) => {
      ctx.respond = false;
      await yoga(ctx.req, ctx.res);
    });
    const answer = app.callback();
    return serve((req, res) => void answer(req, res));
  };

  it.each([
    ["node:http", serveNode],
    ["Koa", serveKoa],
  ])(
    "accepts the public origin on %s only with `socket: true`, since it reads the scheme from the socket",
    async (_, start) => {
      expect((await query(await start(false))).url).toBe(`http://${HOST}/graphql`);
      expect(await query(await start(true))).toEqual(ACCEPTED);
    },
  );
});
