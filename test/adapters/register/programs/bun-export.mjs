import { answer } from "./fetch-answer.mjs";

const port = Number(process.argv[2]);
setTimeout(() => console.log(port));
export default {
  port,
  hostname: "127.0.0.1",
  fetch: (request, server) => answer(request, server.requestIP(request).address),
};
