import next from "next";
import { createServer } from "node:http";

const app = next({ dev: false, dir: import.meta.dirname });
await app.prepare();
createServer(app.getRequestHandler()).listen(Number(process.env.PORT), "127.0.0.1");
