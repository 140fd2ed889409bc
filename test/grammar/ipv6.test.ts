import { describe, expect, it } from "vitest";

import { createGroups, formatIpv6, isIpv4Mapped, parseIpv6 } from "../../src/grammar/ipv6.js";

function canonical(text: string): string | undefined {
  const groups = parseIpv6(text, 0, text.length);
  return groups === undefined ? undefined : formatIpv6(groups);
}

describe("parseIpv6", () => {
  it.each([
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["2001:DB8::1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["0:0:1:0:0:0:0:0", "0:0:1::"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["::1.2.3.4", "::102:304"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
    ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
    ["0000:0000:0000:0000:0000:ffff:255.255.255.255", "::ffff:ffff:ffff"],
  ])("parses %j, which formatIpv6 formats as %j (RFC 5952 section 4)", (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    "",
    ":",
    ":::",
    "1",
    "1:",
    ":1",
    "::1::",
    "1::2::3",
    "1::2:",
    "1:::2",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8:9:a",
    "1:2:3:4:5:6:7:8::",
    "1:2:3:4::5:6:7:8",
    "::1:2:3:4:5:6:7:8",
    "12345::",
    "::g",
    "::1%eth0",
    "[::1]",
    "::1 ",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::1.2.3.4:5",
    "::1.2.3",
    "::01.2.3.4",
    "1.2.3.4",
    "::1.2.3.4.5",
    "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
  ])("rejects %j", (text) => {
    expect(canonical(text)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(parseIpv6("::1,.5", 0, 3)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(parseIpv6("::1", 0, 0)).toBeUndefined();
    expect(parseIpv6("::1", 0, 1)).toBeUndefined();
    expect(parseIpv6("x::1", 1, 2)).toBeUndefined();
    expect(parseIpv6("x::1", 1, 4)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("writes the groups into the given array and overwrites all of it", () => {
    const groups = [9, 9, 9, 9, 9, 9, 9, 9];
    expect(parseIpv6("1::2:3", 0, 6, groups)).toBe(groups);
    expect(groups).toEqual([1, 0, 0, 0, 0, 0, 2, 3]);
  });

  it("writes no more than eight groups, even if it rejects the text", () => {
    const groups = createGroups();
    expect(parseIpv6("1:2:3:4:5:6:7:1.2.3.4", 0, 21, groups)).toBeUndefined();
    expect(parseIpv6("1:2:3:4:5:6:7:8:9", 0, 17, groups)).toBeUndefined();
    expect(parseIpv6("1:2:3:4:5:6:7:8:9:a:b", 0, 21, groups)).toBeUndefined();
    expect(groups).toHaveLength(8);
  });

  it("returns a new array for each address if none is given", () => {
    const first = parseIpv6("::1", 0, 3);
    parseIpv6("::2", 0, 3);
    expect(first).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe("createGroups", () => {
  it("creates eight groups of zero", () => {
    expect(createGroups()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(createGroups()).not.toBe(createGroups());
  });
});

describe("isIpv4Mapped", () => {
  it.each([
    ["::ffff:1.2.3.4", true],
    ["::ffff:0.0.0.0", true],
    ["::fffe:1.2.3.4", false],
    ["1::ffff:1.2.3.4", false],
    ["0:0:0:0:1:ffff:1.2.3.4", false],
    ["::", false],
  ])("returns for %j: %s", (text, expected) => {
    expect(isIpv4Mapped(parseIpv6(text, 0, text.length)!)).toBe(expected);
  });
});
