import { Worker } from "node:worker_threads";

const worker = new Worker(new URL("http.mjs", import.meta.url));
worker.once("exit", (code) => process.stdout.write(`the thread ended with ${code}\n`));
