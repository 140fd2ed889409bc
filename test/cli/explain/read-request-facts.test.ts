import { describe, expect, it } from "vitest";

import { EXPLAIN_FLAGS } from "../../../src/cli/explain/flags.js";
import { readRequestFacts } from "../../../src/cli/explain/read-request-facts.js";
import { parseArguments } from "../../../src/cli/parse-arguments.js";

const read = (...args: string[]) =>
  readRequestFacts(parseArguments(args, "explain", EXPLAIN_FLAGS), () =>
    Promise.resolve("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"),
  );

describe("readRequestFacts", () => {
  it("reads the connection and the headers", async () => {
    const headers = [
      "--header",
      "Host: a.test",
      "--header",
      "X-Forwarded-For: 1.2.3.4",
      "--header",
      "x-forwarded-for: 5.6.7.8",
    ];
    const connection = [
      "--peer",
      "::1",
      "--peer-port",
      "40000",
      "--encrypted",
      "--prefix",
      "/app",
      "--authority",
      "b.test",
    ];
    expect(await read(...connection, ...headers)).toEqual({
      peerAddress: "::1",
      peerPort: 40_000,
      encrypted: true,
      prefix: "/app",
      authority: "b.test",
      headers: { host: "a.test", "x-forwarded-for": ["1.2.3.4", "5.6.7.8"] },
    });
  });

  it("reads a request on standard input", async () => {
    expect(await read("--peer", "unix", "-")).toEqual({
      peerAddress: "unix",
      peerPort: undefined,
      encrypted: false,
      prefix: "",
      authority: undefined,
      headers: { host: "a.test" },
    });
  });

  it.each([
    [[], "--peer is missing: who connects to the application? write --peer 127.0.0.1, or --peer unix"],
    [["--peer", "10.0.0.1:80"], '--peer is "10.0.0.1:80"; expected an IP address without a port, or unix'],
    [["--peer", "::1", "--peer-port", "65536"], '--peer-port is "65536"; expected a number from 1 to 65535'],
    [["--peer", "::1", "--peer-port", "0"], '--peer-port is "0"; expected a number from 1 to 65535'],
    [
      ["--peer", "::1", "--header", "X-Real-IP 1"],
      '--header is "X-Real-IP 1"; expected a header such as X-Real-IP: 203.0.113.9',
    ],
    [
      ["--peer", "::1", "a.txt"],
      'explain has no operand "a.txt"; quote a value that contains spaces, and write - for a request on standard input',
    ],
    [
      ["--peer", "::1", "-", "-"],
      'explain has no operand "-"; quote a value that contains spaces, and write - for a request on standard input',
    ],
    [["--peer", "::1", "--header", "A: 1", "-"], "- reads the request from standard input; leave --header out, or -"],
    [
      ["--peer", "::1", "--authority", "a", "-"],
      "- reads the request from standard input; leave --authority out, or -",
    ],
  ])("refuses %j", async (args, message) => {
    await expect(read(...args)).rejects.toThrow(message);
  });
});
