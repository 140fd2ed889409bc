import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { recommend } from "../../../src/recommend/index.js";
import type { Observation } from "../../../src/recommend/observation.js";
import { createFixture } from "../../structure/temporary-directory.js";
import { runCli, wrongCall } from "../run-cli.js";

/** A visit through one proxy on the same machine, which appends to X-Forwarded-For. */
function visit(path: string, ...forged: readonly (readonly [string, string])[]): Observation {
  const values = forged.filter(([name]) => name === "x-forwarded-for").map(([, value]) => value);
  const headers = { host: "a.test", "x-forwarded-for": [...values, "203.0.113.9"].join(", ") };
  return {
    sent: { url: `http://a.test${path}`, address: "203.0.113.9", ...(forged.length > 0 && { headers: forged }) },
    arrived: { facts: { headers, peerAddress: "127.0.0.1" }, path, rawHeaders: Object.entries(headers).flat() },
  };
}

const plain = visit("/1");
const observations = [plain, visit("/2", ["x-forwarded-for", "192.0.2.1"])];

describe("npx proxyfix recommend", () => {
  it("prints the options and ends with 0", async () => {
    const directory = createFixture({ "a.json": JSON.stringify(observations) });
    const { code, stdout, stderr } = await runCli(["recommend", join(directory, "a.json")]);
    expect([code, stderr]).toEqual([0, ""]);
    const [answer, options] = stdout.split("\n\n");
    expect(answer).toBe("likely: One proxy stands in front of this application.");
    expect(options).toBe(
      '  { xFor: 1, xProto: 0, trustedPeers: "loopback" }\n  PROXY_FIX="xFor=1,xProto=0,trustedPeers=loopback"',
    );
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("reads several files, and standard input, as one list", async () => {
    const directory = createFixture({ "a.json": JSON.stringify(observations[0]) });
    const input = `${JSON.stringify(observations[1])}\n`;
    const { code, stdout } = await runCli(["recommend", join(directory, "a.json"), "-", "--json"], { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(recommend(observations))));
  });

  it("refuses more observations than anyone needs", async () => {
    const input = JSON.stringify(
      Array.from({ length: 10_001 }, () => ({ sent: plain.sent, arrived: { status: 502 } })),
    );
    const { code, stderr } = await runCli(["recommend", "-"], { input });
    expect([code, stderr]).toEqual([2, "proxyfix: there are 10001 observations; pass at most 10000\n"]);
  });

  it("ends with 1 if there are no options, with the reason", async () => {
    const input = JSON.stringify({ sent: plain.sent, arrived: { status: 502 } });
    const { code, stdout, stderr } = await runCli(["recommend", "-"], { input });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^declined: No plain visit arrived\./);
  });

  it.each([
    [[], "recommend needs a file of observations, or - for standard input"],
    [["/no/such.json"], "/no/such.json cannot be read: there is no such file"],
    [["/"], "/ cannot be read: it is a directory"],
    [["-"], "there is no observation; write some with npx proxyfix probe"],
    [["--jsn", "-"], "--jsn is not a flag of recommend; did you mean --json?"],
  ])("refuses %j", async (args, line) => {
    expect(await runCli(["recommend", ...args])).toEqual(wrongCall(line));
  });
});
