import Koa from "koa";
import { text } from "node:stream/consumers";

const app = new Koa({ proxy: true });
app.use(async (ctx) => {
  if (ctx.path === "/facts") ctx.body = { address: ctx.ip, origin: `${ctx.protocol}://${ctx.host}` };
  if (ctx.path === "/form") ctx.body = `hello ${new URLSearchParams(await text(ctx.req)).get("name")}`;
});
app.listen(Number(process.env.PORT), "127.0.0.1");
