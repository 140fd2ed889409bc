import { initTRPC } from "@trpc/server";
import { createHTTPServer } from "@trpc/server/adapters/standalone";
import { z } from "zod";

const t = initTRPC.context().create();
const router = t.router({
  facts: t.procedure.query(({ ctx }) => ctx),
  form: t.procedure.input(z.instanceof(FormData)).mutation(({ input }) => `hello ${input.get("name")}`),
});
createHTTPServer({
  router,
  createContext: ({ req, info }) => ({ address: req.socket.remoteAddress, origin: info.url.origin }),
}).listen(Number(process.env.PORT), "127.0.0.1");
