import { afterAll, beforeAll, describe } from "vitest";
import { describeSites } from "../runtimes/describe-sites.js";
import { startNodeServers, type NodeServers } from "../runtimes/node-servers.js";
import { SiteClient } from "../runtimes/site-client.js";

// `npm run test:runtimes` runs the same on Bun and Deno.
describe("on Node", () => {
  let servers: NodeServers;
  beforeAll(async () => {
    servers = await startNodeServers();
  });
  afterAll(() => servers.close());

  describeSites(new SiteClient(() => servers));
});
