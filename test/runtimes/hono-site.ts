import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { ipRestriction } from "hono/ip-restriction";
import { logger } from "hono/logger";
import { mount } from "hono/mount";
import { resolutionOf } from "../../src/adapters/fetch.js";
import { proxyFix } from "../../src/adapters/hono.js";
import { ANSWERED } from "../contract/subject.js";
import type { Helpers, RuntimeHandler } from "./runtime.js";

/** What a route answers about its request. */
function describe(c: Context): object {
  return { url: c.req.url, headers: Object.fromEntries(c.req.raw.headers), address: c.get("proxyFix").clientAddress };
}

/** An application of Hono with its own middleware and helpers, behind one proxy on this machine. */
export function buildHonoSite({ getConnInfo, upgradeWebSocket }: Omit<Helpers, "websocket">): RuntimeHandler {
  const app = new Hono();
  app.use("/read-first", async (c, next) => {
    c.header("x-read-first", `${c.req.url} ${[...c.req.raw.headers].length} ${c.req.header("host")}`);
    await next();
  });
  app.use("/peek-first", async (c, next) => {
    c.header("x-peek-first", `${c.req.header("host")} ${c.req.header("x-forwarded-for")}`);
    await next();
  });
  app.use(proxyFix({ trustedPeers: "loopback", xHost: 1, xPrefix: 1 }));
  app.use((c, next) => logger((line) => line.startsWith("<--") && c.header("x-log", line))(c, next));
  app.get("/read-first", (c) => c.json(describe(c)));
  app.get("/peek-first", (c) => c.json(describe(c)));
  app.post("/form", csrf(), (c) => c.json(describe(c)));
  app.get("/private", ipRestriction(getConnInfo, { allowList: ["198.51.100.7"] }), (c) => c.json(describe(c)));
  app.post("/limited", bodyLimit({ maxSize: 100 }), async (c) => c.json({ ...describe(c), body: await c.req.text() }));
  app.post("/copied", async (c) => {
    const bodies = [await c.req.raw.clone().text(), await new Request(c.req.raw).text()];
    return c.json({ ...describe(c), bodies });
  });
  app.use(
    "/mounted/*",
    mount((request: Request) =>
      Response.json({ url: request.url, headers: Object.fromEntries(request.headers), ...resolutionOf(request) }),
    ),
  );
  app.get(
    "/socket",
    upgradeWebSocket((c) => ({
      onMessage: ({ data }, socket) =>
        socket.send(JSON.stringify({ ...describe(c), remote: getConnInfo(c).remote.address, data })),
    })),
  );
  return (request, argument) => app.fetch(request, argument as object);
}

/** An application of Hono that refuses requests with an issue. */
export function buildStrictSite({ upgradeWebSocket }: Omit<Helpers, "websocket">): RuntimeHandler {
  const app = new Hono();
  app.use(proxyFix({ trustedPeers: "loopback", strict: true }));
  app.get(
    "/socket",
    upgradeWebSocket(() => ({})),
  );
  app.all("*", (c) => c.text("answered", 200, { [ANSWERED]: "yes" }));
  return (request, argument) => app.fetch(request, argument as object);
}

/** The same with an error handler of its own. */
export function buildHandledSite(): RuntimeHandler {
  const app = new Hono();
  app.use(proxyFix({ trustedPeers: "loopback", strict: true }));
  app.onError((error, c) => {
    const { status, getResponse } = error as Error & { readonly status: 400; readonly getResponse: unknown };
    return c.json({ ...describe(c), message: error.message, getResponse: typeof getResponse }, status);
  });
  return (request, argument) => app.fetch(request, argument as object);
}
