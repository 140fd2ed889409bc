import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { readConfiguration } from "../../proxies/harness/configuration.js";
import { startStack } from "../../proxies/harness/stack.js";
import { findProxy, proxiesAreRequired } from "../../proxies/harness/programs.js";
import { createFixture } from "../../structure/temporary-directory.js";
import { runCli } from "../run-cli.js";
import { answerArrival } from "./inspector.js";

/** The address from which nginx connects: the visitor has that of loopback itself. */
const BIND = "proxy_bind 127.0.0.50;";

describe.runIf(proxiesAreRequired() || findProxy("nginx") !== undefined)(
  "npx proxyfix probe and recommend behind a real nginx",
  () => {
    it("lead to the options of the documented configuration", async () => {
      const stack = await startStack({
        layers: [
          {
            proxy: "nginx",
            files: ["nginx/usual.conf"],
            listens: 8080,
            read: (file) => readConfiguration(file).replace("proxy_pass", `${BIND} proxy_pass`),
          },
        ],
        app: createServer(answerArrival),
      });
      try {
        const path = join(createFixture({}), "observations.json");
        const url = `http://127.0.0.1:${stack.port(8080)}/inspect`;
        const probe = await runCli(["probe", url, "--address", "127.0.0.1", "--save", path]);
        expect(probe.code, probe.stderr).toBe(0);
        const { stdout } = await runCli(["recommend", path, "--json"]);
        expect(JSON.parse(stdout)).toMatchObject({
          verdict: "likely",
          // The port is not the default one, and this configuration writes it into X-Forwarded-Port alone.
          options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, trustedPeers: "loopback" },
          checks: expect.arrayContaining([
            expect.objectContaining({ code: "forged", state: "done" }),
            expect.objectContaining({ code: "several-lines", state: "done" }),
            expect.objectContaining({ code: "connection", state: "done" }),
          ]),
        });
      } finally {
        await stack.stop();
      }
    });
  },
);
