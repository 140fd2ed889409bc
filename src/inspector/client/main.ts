import { inspect } from "./inspect.js";

const main = document.getElementById("main");
const status = document.getElementById("status");
if (main !== null && status !== null) void inspect(main, status, location);
