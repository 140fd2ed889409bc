import { createServer } from "node:http2";
import { answer, listen } from "./answer.mjs";

listen(createServer(answer));
