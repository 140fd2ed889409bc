import { fork } from "node:child_process";

const child = fork(new URL("http.mjs", import.meta.url));
process.once("SIGTERM", () => {
  child.once("exit", () => process.exit());
  child.kill();
});
