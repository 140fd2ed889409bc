import next from "next";
import { createServer } from "node:http";
import { optionsFromEnv } from "proxyfix";
import { proxyFixServer } from "proxyfix/node";

const app = next({ dev: false, dir: import.meta.dirname });
await app.prepare();
const server = createServer(app.getRequestHandler());
// The options are those of PROXY_FIX; with `socket`, Next reads the client's address and scheme from the socket too.
proxyFixServer(server, { ...optionsFromEnv(), socket: true });
server.listen(Number(process.env.PORT), "127.0.0.1");
