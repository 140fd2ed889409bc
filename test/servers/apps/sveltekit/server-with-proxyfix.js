import { createServer } from "node:http";
import { optionsFromEnv } from "proxyfix";
import { proxyFix } from "proxyfix/node";
import { handler } from "./build/handler.js";

// The options are those of PROXY_FIX; with `socket`, getClientAddress() returns the client's address.
const server = createServer(proxyFix(handler, { ...optionsFromEnv(), socket: true }));
server.listen(Number(process.env.PORT), "127.0.0.1");
