import { it } from "vitest";
import { FRAMEWORKS } from "./harness/framework-apps.js";
import { NGINX } from "./set-ups/nginx.js";
import { describeSetUp, isRunnable } from "./suite.js";
import { expectRows } from "./table.js";

// The same set-ups as behind node:http. WebSocket requests belong to the server, not to a framework: nginx.test.ts has them.
const SET_UPS = NGINX.filter(({ name }) => !name.includes("unsafe")).map((setUp) => ({ ...setUp, websocket: false }));

const observations = Object.entries(FRAMEWORKS).flatMap(([framework, createApp]) => {
  return SET_UPS.map((setUp) => {
    const title = `${framework}: ${setUp.title}`;
    return describeSetUp({ ...setUp, name: `${framework} behind ${setUp.name}`, title }, createApp);
  });
});

it.skipIf(!SET_UPS.every(isRunnable))("the table of adapters says what these tests observed", async () => {
  await expectRows("adapters", observations);
});
