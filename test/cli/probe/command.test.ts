import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { listProbes } from "../../../src/recommend/list-probes.js";
import type { Observation } from "../../../src/recommend/observation.js";
import { createFixture } from "../../structure/temporary-directory.js";
import { runCli, wrongCall } from "../run-cli.js";
import { answerArrival, startServer } from "./inspector.js";

describe("npx proxyfix probe", () => {
  it("prints an observation and a line for each request", async () => {
    const origin = await startServer(answerArrival);
    const { code, stdout, stderr } = await runCli([
      "probe",
      `${origin}/a`,
      "--address",
      "127.0.0.1",
      "--visitor",
      "me",
    ]);
    const observations = JSON.parse(stdout) as readonly Observation[];
    const probes = listProbes("http");
    expect(code).toBe(0);
    expect(stderr).toBe(probes.map(({ title }) => `arrived     ${title}\n`).join(""));
    expect(observations.map(({ sent }) => sent.headers ?? [])).toEqual(probes.map(({ headers }) => headers));
    for (const { sent, arrived } of observations) {
      expect(sent).toMatchObject({
        address: "127.0.0.1",
        visitor: "me",
        url: expect.stringContaining(`${origin}/a?proxyfix=`),
      });
      expect(arrived).toMatchObject({ path: sent.url.slice(origin.length) });
    }
  });

  it("sends one request after the other, on connections of their own", async () => {
    let open = 0;
    let most = 0;
    const sockets = new Set<unknown>();
    const origin = await startServer((req, res) => {
      most = Math.max(most, (open += 1));
      sockets.add(req.socket);
      res.on("finish", () => (open -= 1));
      answerArrival(req, res);
    });
    await runCli(["probe", origin]);
    expect([most, sockets.size]).toEqual([1, listProbes("http").length]);
  });

  it("saves the observations to a file, and recommend reads it", async () => {
    const origin = await startServer(answerArrival);
    const path = join(createFixture({}), "observations.json");
    const { code, stdout } = await runCli(["probe", origin, "--address", "127.0.0.1", "--save", path]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toHaveLength(listProbes("http").length);
    const recommendation = await runCli(["recommend", path, "--json"]);
    // Nothing is in front: every forged header arrives, and none may be believed.
    expect(JSON.parse(recommendation.stdout)).toMatchObject({ options: { xFor: 0, xProto: 0 } });
  });

  it("ends with 1 if the file can no longer be written", async () => {
    const directory = createFixture({});
    const path = join(directory, "observations.json");
    // The application itself puts a directory in the place of the file.
    const origin = await startServer((req, res) => {
      rmSync(path, { recursive: true });
      mkdirSync(path);
      answerArrival(req, res);
    });
    const { code, stderr } = await runCli(["probe", origin, "--save", path]);
    expect(code).toBe(1);
    expect(stderr.split("\n").at(-2)).toMatch(/^proxyfix: .*observations\.json was not written: it is a directory$/);
  });

  it("names refusals, and goes on", async () => {
    const origin = await startServer((req, res) => {
      if (req.headers["x-real-ip"] === undefined) answerArrival(req, res);
      else res.writeHead(403).end();
    });
    const { code, stdout, stderr } = await runCli(["probe", origin]);
    expect(code).toBe(0);
    expect(stderr.match(/^status 403 {2}.*$/gm)).toEqual([
      "status 403  all headers",
      "status 403  x-real-ip",
      "status 403  all headers, and their names in connection",
    ]);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({
        sent: expect.objectContaining({ headers: [["x-real-ip", expect.any(String)]] }),
        arrived: { status: 403 },
      }),
    );
  });

  it("names the remedy of a failure", async () => {
    const { port } = new URL(await startServer((_, res) => void res.end("<html>")));
    const failures = [
      [`https://127.0.0.1:${port}/`, /; the port does not speak TLS: probe the http: address$/],
      ["http://127.0.0.1:1/", /\(failed: ECONNREFUSED\); start the server and its proxies, and check the port$/],
      ["http://name.invalid/", /; check the name$/],
      [`http://127.0.0.1:${port}/`, /\(failed: the answer is no JSON of a request\); put npx proxyfix inspector/],
    ] as const;
    for (const [url, message] of failures) {
      const { code, stderr } = await runCli(["probe", url]);
      expect([code, stderr.split("\n").at(-2)]).toEqual([1, expect.stringMatching(message)]);
    }
  });

  it.each([
    [301, "probe the address that it leads to"],
    [404, "put npx proxyfix inspector in the place of the application"],
  ])("ends with 1 if the plain visit is answered with %i", async (status, remedy) => {
    const origin = await startServer((_, res) => void res.writeHead(status, { location: "/b" }).end());
    const { code, stdout, stderr } = await runCli(["probe", `${origin}/`]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n").slice(1)).toEqual([
      `proxyfix: the plain visit of ${origin}/ did not arrive (status ${status}); ${remedy}`,
      "",
    ]);
  });

  it.each([
    [[], "probe needs a URL; write npx proxyfix probe https://example.com/inspect"],
    [["example.com"], "example.com is no URL; write it whole, such as https://example.com/inspect"],
    [["ftp://a.test/"], "ftp://a.test/ is no URL; write it whole, such as https://example.com/inspect"],
    [["http://a.test/", "http://b.test/"], "probe has one URL; leave http://b.test/ out"],
    [["http://me:secret@a.test/"], "the URL contains a user name or a password; leave it out"],
    [["http://me@a.test/"], "the URL contains a user name or a password; leave it out"],
    [["http://a.test/", "--address", "me"], '--address is "me"; expected your own IP address'],
    [["http://a.test/", "--save", "/no/such/file"], "/no/such/file cannot be written: there is no such file"],
    [["http://a.test/", "--insecur"], "--insecur is not a flag of probe; did you mean --insecure?"],
  ])("refuses %j", async (args, line) => {
    expect(await runCli(["probe", ...args])).toEqual(wrongCall(line));
  });
});
