import { describe, expect, it } from "vitest";

import { explain } from "../../../src/explain/index.js";
import { PROGRAM, runCli, wrongCall } from "../run-cli.js";

/** A call of the command, with the lines that it has to print; each has at most 80 columns. */
interface Session {
  readonly title: string;
  readonly args: readonly string[];
  readonly output: readonly string[];
}

const header = (...lines: string[]): readonly string[] => lines.flatMap((line) => ["--header", line]);

const SESSIONS: readonly Session[] = [
  {
    title: "two proxies and a forged value",
    args: [
      "--peer=10.0.0.2",
      ...header("X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.7", "X-Forwarded-Proto: https", "Host: app.example.com"),
      ...["--x-for", "2", "--x-proto", "1", "--trusted-peers", "10.0.0.0/8"],
    ],
    output: [
      "  ×  6.6.6.6       not believed   anyone could have written it",
      "  ┆",
      "  ●  203.0.113.9   the client     said by 10.0.0.7",
      "  │",
      "  ○  10.0.0.7      proxy          said by 10.0.0.2",
      "  │",
      "  ○  10.0.0.2      peer           the connection itself",
      "  ■  the application",
      "",
      "  address  203.0.113.9       X-Forwarded-For, 2nd from the right",
      "  proto    https             X-Forwarded-Proto",
      "  host     app.example.com   Host, as the client asked",
      "",
      "  xFor     0 10.0.0.2   1 10.0.0.7   [2 203.0.113.9]   3 6.6.6.6",
    ],
  },
  {
    title: "one count too few",
    args: [
      "--peer=127.0.0.1",
      ...header("X-Forwarded-For: 203.0.113.9, 10.0.0.7", "X-Forwarded-Proto: http", "Host: app.example.com"),
      ...["--x-for", "1", "--trusted-peers", "loopback"],
    ],
    output: [
      "  ×  203.0.113.9   not believed   anyone could have written it",
      "  ┆",
      "  ●  10.0.0.7      the client     said by 127.0.0.1",
      "  │",
      "  ○  127.0.0.1     peer           the connection itself",
      "  ■  the application",
      "",
      "  address  10.0.0.7          X-Forwarded-For, last",
      "  proto    http              X-Forwarded-Proto",
      "  host     app.example.com   Host, as the client asked",
      "",
      "  xFor     0 127.0.0.1   [1 10.0.0.7]   2 203.0.113.9",
      "",
      "  · 10.0.0.7 is private: a visitor from inside, or a proxy of yours that is not",
      "    counted. A forged header shows which of them: send one before you change a",
      "    count.",
    ],
  },
  {
    title: "one count too many, with strict",
    args: [
      "--peer=127.0.0.1",
      ...header("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "Host: app.example.com"),
      ...["--x-for", "2", "--trusted-peers", "loopback", "--strict"],
    ],
    output: [
      "  ?  203.0.113.9   too few values   said by 127.0.0.1",
      "  │",
      "  ○  127.0.0.1     peer             the connection itself",
      "  ■  the application",
      "",
      "  address  undefined         cannot be known (X-Forwarded-For: short-chain)",
      "  proto    https             X-Forwarded-Proto",
      "  host     app.example.com   Host, as the client asked",
      "",
      "  xFor     0 127.0.0.1   1 203.0.113.9   [2 short-chain]",
      "",
      "  refused with 400: x-forwarded-for short-chain",
    ],
  },
  {
    title: "a request past the proxy",
    args: [
      "--peer=198.51.100.23",
      ...header("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https", "Host: evil.test"),
      ...["--trusted-peers", "loopback"],
    ],
    output: [
      "  ×  127.0.0.1       not believed   anyone could have written it",
      "  ┆",
      "  ●  198.51.100.23   the client     the connection: no proxy of yours",
      "  ■  the application",
      "",
      "  address  198.51.100.23   the peer's (the peer is not trusted)",
      "  proto    http            the connection is not TLS (the peer is not trusted)",
      "  host     evil.test       Host, as the client asked (the peer is not trusted)",
      "",
      "  ! 198.51.100.23 is not among trustedPeers: no header was believed. If it is",
      "    your proxy, add it.",
    ],
  },
  {
    title: "Forwarded with a quote that would swallow the proxy's element",
    args: [
      "--peer=unix",
      ...header(
        'Forwarded: for="6.6.6.6;proto=gopher, for="[2001:db8::7]:4711";proto=https;host=app.example.com',
        "Host: localhost",
      ),
      ...["--forwarded", "1", "--trusted-peers", "unix"],
    ],
    output: [
      '  ×  for="6.6.6.6;proto=goph…   not believed   anyone could have written it',
      "  ┆",
      "  ●  2001:db8::7                the client     said by unix",
      "  │",
      "  ○  unix                       peer           the connection itself",
      "  ■  the application",
      "",
      "  address  2001:db8::7       Forwarded, last",
      "  proto    https             Forwarded, its proto",
      "  host     app.example.com   Forwarded, its host",
      "",
      "  forwarded [1 2001:db8::7]   2 invalid",
    ],
  },
  {
    title: "networks in place of counts",
    args: [
      "--peer=10.0.0.2",
      ...header("X-Forwarded-For: 6.6.6.6, 203.0.113.9, 198.41.128.5", "X-Forwarded-For: 10.0.0.7"),
      ...header("X-Forwarded-Proto: https", "Host: app.example.com"),
      ...["--trusted-proxies", "10.0.0.0/8 198.41.128.0/17"],
    ],
    output: [
      "  ×  6.6.6.6        not believed   anyone could have written it",
      "  ┆",
      "  ●  203.0.113.9    the client     said by 198.41.128.5",
      "  │",
      "  ○  198.41.128.5   proxy          said by 10.0.0.7",
      "  │",
      "  ○  10.0.0.7       proxy          said by 10.0.0.2",
      "  │",
      "  ○  10.0.0.2       peer           the connection itself",
      "  ■  the application",
      "",
      "  address  203.0.113.9       X-Forwarded-For, 3rd from the right, line 1 of 2",
      "  proto    https             X-Forwarded-Proto",
      "  host     app.example.com   Host, as the client asked",
      "",
      "  xFor     0 10.0.0.2   1 10.0.0.7   2 198.41.128.5   3 203.0.113.9",
      "           4 203.0.113.9",
    ],
  },
  {
    title: "two options beside each other",
    args: [
      "--peer=10.0.0.2",
      ...header("X-Forwarded-For: 203.0.113.9, 10.0.0.7", "X-Forwarded-Proto: https", "Host: app.example.com"),
      ...["--diff", "xFor=1,xProto=1", "--diff", "xFor=3,xProto=1,trustedPeers=10.0.0.0/8"],
    ],
    output: [
      "           xFor=1,xProto=1   xFor=3,xProto=1,trustedPeers=10.0.0.0/8",
      "≠ address  10.0.0.7          undefined",
      "  proto    https             same",
      "  host     app.example.com   same",
      "  port     443               same",
      "  prefix   none              same",
      "≠ issues   none              x-forwarded-for short-chain",
    ],
  },
];

describe("npx proxyfix explain", () => {
  it.each(SESSIONS)("explains $title", async ({ args, output }) => {
    const end = await runCli(["explain", ...args]);
    expect(end).toEqual({ code: 0, stdout: `${output.join("\n")}\n`, stderr: "" });
    expect(output.filter((line) => line.length > 80)).toEqual([]);
    expect(output.length).toBeLessThanOrEqual(18);
  });

  it("prints the explanation as JSON with --json", async () => {
    const args = [
      "--peer",
      "127.0.0.1",
      ...header("X-Forwarded-For: 203.0.113.9\u202E"),
      "--trusted-peers",
      "loopback",
    ];
    const { stdout } = await runCli(["explain", ...args, "--json"]);
    const facts = { headers: { "x-forwarded-for": "203.0.113.9\u202E" }, peerAddress: "127.0.0.1" };
    expect(JSON.parse(stdout)).toEqual(explain(facts, { trustedPeers: ["loopback"] }));
    expect(stdout).toContain(String.raw`203.0.113.9\u202e`);
  });

  it("prints both explanations of --diff as JSON", async () => {
    const { stdout } = await runCli(["explain", "--peer=::1", "--diff", "xFor=1", "--diff", "xFor=0", "--json"]);
    const facts = { headers: {}, peerAddress: "::1" };
    expect(JSON.parse(stdout)).toEqual([explain(facts, { xFor: 1 }), explain(facts, { xFor: 0 })]);
  });

  it("reads a request on standard input, byte by byte", async () => {
    const input = Buffer.from(
      "GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: \x1B[31m\x9B, 203.0.113.9\r\n\r\n",
      "latin1",
    );
    const { stdout } = await runCli(["explain", "--peer", "127.0.0.1", "-"], { input });
    expect(stdout.split("\n")[0]).toBe("  ×  \\u{1b}[31m\\u{9b}   not believed   anyone could have written it");
    expect(stdout).toContain("\n  host     a.test        the request target, as the client asked\n");
  });

  it("reads the options from the environment with --env", async () => {
    const args = ["explain", "--peer", "127.0.0.1", ...header("X-Forwarded-For: 203.0.113.9, 10.0.0.7"), "--env"];
    const { stdout } = await runCli(args, { env: { PROXY_FIX: "xFor=2,trustedPeers=loopback,socket=true" } });
    expect(stdout).toContain("[2 203.0.113.9]");
  });

  it("prints no colour into a pipe", async () => {
    const { stdout } = await runCli(["explain", "--peer", "::1"], { env: { FORCE_COLOR: "1", TERM: "xterm" } });
    expect(stdout).not.toContain("\u001B");
  });

  it.each([
    [["--peer", "::1", "--diff", "xFor=1"], "--diff compares two options; write it twice: --diff xFor=1 --diff xFor=2"],
    [
      ["--peer", "::1", "--diff", "xFor=1", "--diff", "xFor=2", "--env"],
      "--diff contains the options; leave --env out",
    ],
    [["--peer", "::1", "--diff", "xFor=1", "--diff", "xFr=2"], "--diff: `xFr` is not an option. Did you mean `xFor`?"],
    [["--peer", "::1", "--x-four", "2"], "--x-four is not a flag of explain; did you mean --x-for?"],
  ])("refuses %j", async (args, line) => {
    expect(await runCli(["explain", ...args])).toEqual(wrongCall(line));
  });

  it("refuses a request on standard input that is too long", async () => {
    const end = await runCli(["explain", "--peer", "::1", "-"], { input: "a".repeat(65_537) });
    expect(end).toEqual(wrongCall("standard input is longer than 65536 bytes; send less"));
  });

  it("is the program that package.json names", () => {
    expect(PROGRAM.endsWith("/dist/cjs/cli/bin.js")).toBe(true);
  });
});
