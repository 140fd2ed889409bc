import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

// With arguments of its own, a worker or a child does not inherit those of this process.
const program = new URL("http.mjs", import.meta.url);
if (process.argv[2] === "worker") {
  const worker = new Worker(program, { execArgv: [] });
  process.once("SIGTERM", () => void worker.terminate());
} else {
  const child = fork(fileURLToPath(program), { execArgv: [] });
  process.once("SIGTERM", () => {
    child.once("exit", () => process.exit());
    child.kill();
  });
}
