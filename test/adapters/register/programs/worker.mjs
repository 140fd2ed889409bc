import { Worker } from "node:worker_threads";

// A worker's standard output reaches the process's.
const worker = new Worker(new URL("http.mjs", import.meta.url));
process.once("SIGTERM", () => void worker.terminate());
