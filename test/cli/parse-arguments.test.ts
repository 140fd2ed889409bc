import { describe, expect, it } from "vitest";

import { parseArguments, toOptionName, type Flags } from "../../src/cli/parse-arguments.js";
import { UsageError } from "../../src/cli/usage-error.js";

const FLAGS: Flags = {
  "x-for": { value: "2" },
  "trusted-peers": { value: "loopback" },
  header: { value: "'Name: value'", isRepeatable: true },
  json: {},
};

const parse = (...args: string[]) => parseArguments(args, "explain", FLAGS);

describe("parseArguments", () => {
  it("returns the values of each flag in order, and the operands", () => {
    const { flags, operands } = parse("--x-for", "2", "one", "--header", "A: 1", "--json", "--header=B: 2", "-");
    expect([...flags]).toEqual([
      ["x-for", ["2"]],
      ["header", ["A: 1", "B: 2"]],
      ["json", []],
    ]);
    expect(operands).toEqual(["one", "-"]);
  });

  it("takes everything behind -- for operands", () => {
    expect(parse("--", "--json").operands).toEqual(["--json"]);
  });

  it("takes a value that begins with a dash behind an equals sign", () => {
    expect(parse("--x-for=-1").flags.get("x-for")).toEqual(["-1"]);
  });

  it.each([
    [["--x-fr", "2"], "--x-fr is not a flag of explain; did you mean --x-for?"],
    [["--xFor", "2"], "--xFor is not a flag of explain; did you mean --x-for?"],
    [["--trusted-peer", "a"], "--trusted-peer is not a flag of explain; did you mean --trusted-peers?"],
    [["--hops", "2"], "--hops is not a flag of explain; did you mean --x-for?"],
    [["--colour"], "--colour is not a flag of explain; npx proxyfix explain --help lists the flags"],
    [["-j"], "-j is not a flag of explain; npx proxyfix explain --help lists the flags"],
    [["--toString"], "--toString is not a flag of explain; npx proxyfix explain --help lists the flags"],
    [["--x-for"], "--x-for needs a value; write --x-for 2"],
    [["--x-for", ""], "--x-for needs a value; write --x-for 2"],
    [["--x-for="], "--x-for needs a value; write --x-for 2"],
    [["--x-for", "--json"], "--x-for needs a value, not --json; write --x-for 2"],
    [["--json=1"], "--json has no value; write --json alone"],
    [["--x-for", "1", "--x-for", "2"], "--x-for is given twice; write it once"],
    [["--json", "--json"], "--json is given twice; write it once"],
    [["--\u001B[31m"], "--\\u{1b}[31m is not a flag of explain; npx proxyfix explain --help lists the flags"],
  ])("refuses %j", (args, message) => {
    expect(() => parse(...args)).toThrow(new UsageError(message));
  });
});

describe("toOptionName", () => {
  it.each([
    ["x-for", "xFor"],
    ["client-address-header", "clientAddressHeader"],
    ["strict", "strict"],
  ])("maps %s to %s", (flag, option) => {
    expect(toOptionName(flag)).toBe(option);
  });
});
