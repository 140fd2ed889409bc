import Fastify from "fastify";

const app = Fastify({ trustProxy: true });
app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, async (request, body) =>
  Object.fromEntries(new URLSearchParams(body)),
);
app.get("/facts", async (request) => ({ address: request.ip, origin: `${request.protocol}://${request.host}` }));
app.post("/form", async (request) => `hello ${request.body.name}`);
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
