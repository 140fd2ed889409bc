import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import { csrf } from "hono/csrf";

const app = new Hono();
app.use(csrf());
app.get("/facts", (c) => c.json({ address: getConnInfo(c).remote.address, origin: new URL(c.req.url).origin }));
app.post("/form", async (c) => c.text(`hello ${(await c.req.parseBody()).name}`));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
