import cluster from "node:cluster";
import { createServer } from "node:http";
import { answer, listen } from "./answer.mjs";

if (cluster.isPrimary) {
  cluster.fork();
  process.once("SIGTERM", () => cluster.disconnect(() => process.exit()));
} else listen(createServer(answer));
