import { Hono } from "hono";
import { answer } from "./fetch-answer.mjs";

const app = new Hono();
app.get("/", (c) => answer(c.req.raw, c.env.requestIP(c.req.raw).address));

const port = Number(process.argv[2]);
setTimeout(() => console.log(port));
// An application has a list with the name of an option of Bun's, `routes`.
export default Object.assign(app, { port, hostname: "127.0.0.1" });
