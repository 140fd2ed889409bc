import { answer } from "./fetch-answer.mjs";

const handler = (request, info) => answer(request, info.remoteAddr.hostname);
const options = { port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(port) };
if (Deno.args[0] === "handler") Deno.serve({ ...options, handler });
else Deno.serve(options, handler);
