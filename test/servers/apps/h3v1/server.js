import {
  createApp,
  createRouter,
  defineEventHandler,
  getRequestIP,
  getRequestURL,
  readFormData,
  toNodeListener,
} from "h3v1";
import { createServer } from "node:http";

const router = createRouter()
  .get(
    "/facts",
    defineEventHandler((event) => ({
      address: getRequestIP(event, { xForwardedFor: true }),
      origin: getRequestURL(event, { xForwardedHost: true }).origin,
    })),
  )
  .post(
    "/form",
    defineEventHandler(async (event) => `hello ${(await readFormData(event)).get("name")}`),
  );
createServer(toNodeListener(createApp().use(router))).listen(Number(process.env.PORT), "127.0.0.1");
