import { H3, getRequestIP, getRequestURL, serve } from "h3";

// Every proxy is trusted if TRUST is set.
const trustsAll = process.env.TRUST === "all";
const app = new H3()
  .get("/facts", (event) => ({ address: getRequestIP(event), origin: getRequestURL(event).origin }))
  .post("/form", async (event) => `hello ${(await event.req.formData()).get("name")}`);
serve(app, { port: Number(process.env.PORT), hostname: "127.0.0.1", trustProxy: trustsAll });
