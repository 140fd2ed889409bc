import { it } from "vitest";
import { ADAPTER_TABLE } from "./adapter-table.js";
import { FRAMEWORKS } from "./harness/framework-apps.js";
import { expectObserved } from "./record.js";
import { NGINX } from "./set-ups/nginx.js";
import { describeSetUp, isRunnable } from "./suite.js";

// The set-ups of node:http. WebSocket requests reach the server, not a framework: nginx.test.ts tests them.
const SET_UPS = NGINX.filter(({ name }) => !name.includes("unsafe")).map((setUp) => ({ ...setUp, websocket: false }));

const observations = Object.entries(FRAMEWORKS).flatMap(([framework, createApp]) => {
  return SET_UPS.map((setUp) => {
    const title = `${framework}: ${setUp.title}`;
    return describeSetUp({ ...setUp, name: `${framework} behind ${setUp.name}`, title }, createApp);
  });
});

it.skipIf(!SET_UPS.every(isRunnable))(
  "the record and the table of adapters match the observations of these tests",
  async () => {
    await expectObserved("adapters", observations, ADAPTER_TABLE);
  },
);
