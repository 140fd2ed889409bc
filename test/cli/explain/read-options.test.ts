import { describe, expect, it } from "vitest";

import { EXPLAIN_FLAGS, OPTION_FLAGS } from "../../../src/cli/explain/flags.js";
import { parseOptions, readOptions } from "../../../src/cli/explain/read-options.js";
import { parseArguments } from "../../../src/cli/parse-arguments.js";
import { UsageError } from "../../../src/cli/usage-error.js";

function read(args: readonly string[], env: Readonly<Record<string, string>> = {}): object {
  return readOptions(parseArguments(args, "explain", EXPLAIN_FLAGS), env);
}

describe("readOptions", () => {
  it("returns no options without flags", () => {
    expect(read([])).toEqual({});
  });

  it.each([
    [["--x-for", "2", "--x-proto", "1", "--x-host", "0"], { xFor: 2, xProto: 1, xHost: 0 }],
    [["--x-port", "1", "--x-prefix", "2"], { xPort: 1, xPrefix: 2 }],
    [["--trusted-peers", "loopback  10.0.0.0/8"], { trustedPeers: ["loopback", "10.0.0.0/8"] }],
    [["--trusted-peers", "loopback, 10.0.0.0/8"], { trustedPeers: ["loopback", "10.0.0.0/8"] }],
    [
      ["--forwarded", "Infinity", "--trusted-proxies", "10.0.0.0/8"],
      { forwarded: Infinity, trustedProxies: ["10.0.0.0/8"] },
    ],
    [["--client-address-header", "x-real-ip"], { clientAddressHeader: "x-real-ip" }],
    [
      ["--header-names", "proto=x-scheme", "--header-names", "host=x-original-host"],
      { headerNames: { proto: "x-scheme", host: "x-original-host" } },
    ],
    [["--allowed-hosts", "a.test *.b.test", "--strict"], { allowedHosts: ["a.test", "*.b.test"], strict: true }],
    [["--options", "xFor=2,headerNames.host=x-original-host"], { xFor: 2, headerNames: { host: "x-original-host" } }],
  ])("reads %j", (args, options) => {
    expect(read(args)).toEqual(options);
  });

  it("leaves the options of adapters out", () => {
    expect(read(["--env"], { PROXY_FIX: "xFor=2,socket=true,keepHeaders=cf-ipcountry,warnings=false" })).toEqual({
      xFor: 2,
    });
  });

  it.each([
    [
      ["--x-for", "two"],
      '--x-for: got "two"; expected an integer from 0; count the proxies in front of the app that add a value to this header',
    ],
    [
      ["--x-for=-1"],
      '--x-for: got "-1"; expected an integer from 0; count the proxies in front of the app that add a value to this header',
    ],
    [
      ["--x-host", "8080"],
      "--x-host: got 8080; expected a count of proxies, not a port, and at most 64; --x-host 1 is one proxy",
    ],
    [
      ["--forwarded", "1", "--x-for", "1"],
      "--x-for cannot be combined with --forwarded, which replaces it; leave --x-for out, or leave --forwarded out if your proxies write X-Forwarded-*",
    ],
    [["--header-names", "proto"], "--header-names needs a fact and a header; write --header-names proto=x-scheme"],
    [["--header-names", "prto=x-scheme"], "--header-names prto is not an option. Did you mean --header-names proto?"],
    [
      ["--client-address-header", "x-real-ip", "--trusted-proxies", "::1"],
      "--client-address-header beside --trusted-proxies needs the proxies that write it; write --options 'clientAddressHeader.name=x-real-ip,clientAddressHeader.from=10.0.0.7,trustedProxies=10.0.0.0/8'",
    ],
    [["--options", "xFr=1"], "--options: `xFr` is not an option. Did you mean `xFor`?"],
    [
      ["--options", "xFor=1", "--strict"],
      "--options replaces the flags of single options; leave --strict out, or --options",
    ],
    [["--options", "xFor=1", "--env"], "--env replaces the flags of single options; leave --options out, or --env"],
    [["--env"], "--env: PROXY_FIX is unset or empty; set it, or write --options 'xFor=1,trustedPeers=loopback'"],
  ])("refuses %j", (args, message) => {
    expect(() => read(args)).toThrow(new UsageError(message));
  });

  it("names PROXY_FIX in the errors of --env", () => {
    expect(() => read(["--env"], { PROXY_FIX: "xFr=1" })).toThrow(/^PROXY_FIX: `xFr` is not an option/);
  });

  it.each(["trustedPeers=loopback,uniquelocal", "xFor", "xFor=1;xProto=1"])("refuses %j in one line", (text) => {
    expect(() => parseOptions(text, "--diff")).toThrow(/^--diff: [^\n]+$/);
  });

  it("gives the example of each flag a value that it accepts", () => {
    for (const [name, { value }] of Object.entries(OPTION_FLAGS)) {
      const args = value === undefined ? [`--${name}`] : [`--${name}`, value.replaceAll("'", "")];
      expect(Object.keys(read(args))).toHaveLength(1);
    }
  });
});
