import { answer } from "./fetch-answer.mjs";

// Deno copies the received URL and headers into it.
class Copy extends Request {}

const handler = (request, info) => answer(new Copy(new request.constructor(request)), info.remoteAddr.hostname);
const options = { port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(port) };
if (Deno.args[0] === "handler") Deno.serve(Object.freeze({ ...options, handler }));
else Deno.serve(options, handler);
