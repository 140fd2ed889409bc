import { createServer } from "node:http";
import { proxyFixServer } from "proxyfix/node";
import { answer, listen } from "./answer.mjs";

listen(proxyFixServer(createServer(answer), { xFor: 2, socket: true }));
