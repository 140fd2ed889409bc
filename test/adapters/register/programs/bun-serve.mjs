import { answer } from "./fetch-answer.mjs";

const fetch = (request, server) => answer(request, server.requestIP(request).address);
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch,
  routes: { "/route": fetch, "/get": { GET: fetch } },
});
// The reloaded handlers are resolved too.
if (process.argv[2] === "reload") server.reload({ fetch });
console.log(server.port);
