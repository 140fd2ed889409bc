import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { answer, listen } from "./answer.mjs";

const [certificate, key] = process.argv.slice(2).map((path) => readFileSync(path));
listen(createServer({ cert: certificate, key }, answer));
