import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { formatIpv6, groups, isIpv4Mapped, isUnspecifiedIpv6, scanIpv6 } from "../../src/grammar/ipv6.js";

function canonical(text: string): string | undefined {
  return scanIpv6(text, 0, text.length) ? formatIpv6() : undefined;
}

describe("an IPv6 address", () => {
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
  ])("%s is written %s (RFC 5952 section 4)", (text, expected) => {
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
  ])("%j is none", (text) => {
    expect(canonical(text)).toBeUndefined();
  });

  it("is read between the offsets alone, whatever stands behind", () => {
    expect(scanIpv6("::1,.5", 0, 3)).toBe(true);
    expect(formatIpv6()).toBe("::1");
  });

  it("tells the mapped and the unspecified ones", () => {
    canonical("::ffff:1.2.3.4");
    expect([isIpv4Mapped(), isUnspecifiedIpv6()]).toEqual([true, false]);
    canonical("::fffe:1.2.3.4");
    expect(isIpv4Mapped()).toBe(false);
    canonical("1::ffff:1.2.3.4");
    expect(isIpv4Mapped()).toBe(false);
    canonical("::");
    expect([isIpv4Mapped(), isUnspecifiedIpv6()]).toEqual([false, true]);
  });

  const group = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }));
  // ipaddr.js 1.9 shortens the second of two equal runs where the first begins the address; RFC 5952 section 4.2.3 the first.
  const urlForm = (text: string): string => new URL(`http://[${text}]`).hostname.slice(1, -1);

  test.prop([fc.array(group, { minLength: 8, maxLength: 8 })])(
    "is written as the URL standard writes it, and comes back from that text",
    (parts) => {
      groups.set(parts);
      const text = formatIpv6();
      expect(text).toBe(urlForm(parts.map((part) => part.toString(16)).join(":")));
      expect(scanIpv6(text, 0, text.length)).toBe(true);
      expect([...groups]).toEqual(parts);
    },
  );

  test.prop([fc.ipV6()])("in any form that fast-check knows is read as the URL standard reads it", (text) => {
    expect(canonical(text)).toBe(urlForm(text));
  });
});
