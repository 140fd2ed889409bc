import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { findPlainHost, formatHostname, scanHost } from "../../src/grammar/host.js";
import { findPlainIpv4, pair, scanIpv4 } from "../../src/grammar/ipv4.js";
import { formatIpv6, groups, isIpv4Mapped, isUnspecifiedIpv6, scanIpv6 } from "../../src/grammar/ipv6.js";
import { dropBlanks, findItemStart, isItemStart, skipBlanks } from "../../src/grammar/list.js";
import { findPlainAddress, plainAddress } from "../../src/grammar/canonical.js";
import { findPlainIpv6 } from "../../src/grammar/canonical.js";

/** The last item of a list, as the grammars read it. */
function lastItem(text: string): string {
  const start = skipBlanks(text, findItemStart(text, text.length), text.length);
  return text.slice(start, dropBlanks(text, start, text.length));
}

const numRuns = Number(process.env.PROXYFIX_RUNS ?? 3000);
const before = fc.constantFrom(
  "",
  ",",
  ", ",
  "a,",
  "a, ",
  "1.2.3.4, ",
  "a.test,",
  " ",
  ",  ",
  "x ",
  '"',
  ";",
  ".",
  "9",
  "A",
);

// The short ways answer what nearly every request holds, and leave the rest to the grammars: what they find, the grammars
// must find too, and what is usual they must not miss.
describe("the short way to an IPv4 address", () => {
  const part = fc.oneof(fc.nat({ max: 260 }).map(String), fc.constantFrom("", "00", "01", "1000", "a", "1.2", "-1"));
  const dotted = fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join("."));
  const after = fc.constantFrom("", "", "", " ", ":80", ".", ",");

  test.prop([before, dotted, after], { numRuns })("finds what the grammar finds", (front, address, back) => {
    const text = front + address + back;
    const start = findPlainIpv4(text, text.length);
    if (start < 0 || !isItemStart(text, start)) return;
    const item = lastItem(text);
    expect(text.slice(start)).toBe(item);
    expect(pair[0]! * 65536 + pair[1]!).toBe(scanIpv4(item, 0, item.length));
  });

  test.prop([fc.constantFrom("", "a,", "1.2.3.4, "), fc.ipV4()])(
    "misses none that is written as usual",
    (front, address) => {
      const text = front + address;
      expect(findPlainIpv4(text, text.length)).toBe(front.length);
      expect(isItemStart(text, front.length)).toBe(true);
    },
  );

  it.each(["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1..3.4", "1.2.3.", ".1.2.3", "1.2.3.1000"])(
    "does not take %j for one",
    (text) => {
      const start = findPlainIpv4(text, text.length);
      expect(start >= 0 && isItemStart(text, start)).toBe(false);
    },
  );
});

describe("the short way to a hostname", () => {
  const label = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."ab1-_xZ0é@"), maxLength: 4 }),
    fc.constantFrom("a".repeat(63), "a".repeat(64), "0x1f", "12"),
  );
  const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join("."));

  test.prop([before, name, fc.constantFrom("", "", "", ":", ":80", ".", " ")], { numRuns })(
    "finds what the grammar finds",
    (front, hostname, back) => {
      const text = front + hostname + back;
      const start = findPlainHost(text, text.length);
      if (start < 0 || !isItemStart(text, start)) return;
      const item = lastItem(text);
      expect(text.slice(start)).toBe(item);
      expect(scanHost(item, 0, item.length)).toBe(item.length);
      expect(formatHostname(item, 0, item.length)).toBe(item);
    },
  );

  it.each(["example.com", "a", "x_y-1.test", `${"a".repeat(63)}.b`, `${"a.".repeat(127)}a`])(
    "does not miss %s",
    (hostname) => {
      const text = `evil.test, ${hostname}`;
      expect(findPlainHost(text, text.length)).toBe(11);
    },
  );

  it.each([
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "A.test",
    "a.1",
    "1.2.3.4",
    "a.0x1",
    "a:80",
    "a".repeat(64),
    `${"a.".repeat(128)}a`,
  ])("does not take %j for one", (text) => {
    const start = findPlainHost(text, text.length);
    expect(start >= 0 && isItemStart(text, start)).toBe(false);
  });
});

describe("the short way to an IPv6 address", () => {
  const group = fc.oneof(
    fc.constantFrom("0", "0", "00", "1", "0f", "F", "ffff", "0db8", "abcd", "12345", "g", ""),
    fc.constantFrom(..."0123456789abcdef").map((digit) => digit.repeat(2)),
  );
  const colons = fc
    .tuple(fc.array(group, { maxLength: 8 }), fc.array(group, { maxLength: 8 }), fc.boolean())
    .map(([left, right, short]) => (short ? `${left.join(":")}::${right.join(":")}` : [...left, ...right].join(":")));
  const after = fc.constantFrom("", "", "", " ", ":", "%1", ",");

  it("finds what the grammar finds, in canonical form", () => {
    let hits = 0;
    const property = fc.property(before, fc.oneof(colons, fc.ipV6()), after, (front, address, back) => {
      const text = front + address + back;
      const start = findPlainIpv6(text, text.length);
      if (start < 0 || !isItemStart(text, start)) return;
      hits += 1;
      const read = [...groups];
      const item = lastItem(text);
      expect(text.slice(start)).toBe(item);
      expect(canonical(item)).toBe(item);
      expect([...groups]).toEqual(read);
      expect(isIpv4Mapped() || isUnspecifiedIpv6()).toBe(false);
    });
    fc.assert(property, { numRuns });
    expect(hits).toBeGreaterThan(numRuns / 50);
  });

  const mostlyZero = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }));

  test.prop([fc.constantFrom("", "a,", "2001:db8::1, "), fc.array(mostlyZero, { minLength: 8, maxLength: 8 })], {
    numRuns,
  })("misses none that is written as usual", (front, parts) => {
    groups.set(parts);
    const address = formatIpv6();
    fc.pre(!/(^|:)0:0(:|$)/.test(address) && !isIpv4Mapped() && !isUnspecifiedIpv6());
    const text = front + address;
    expect(findPlainIpv6(text, text.length)).toBe(front.length);
    expect([...groups]).toEqual(parts);
  });

  it.each([
    "::1",
    "1::",
    "fe80::1",
    "1:2:3:4:5:6:7:8",
    "0:2:3:4:5:6:7:8",
    "1:0:3::6:0:8",
    "::ffff",
    "::fffe:1:2",
    "1::ffff:1:2",
  ])("does not miss %s", (address) => {
    const text = `evil, ${address}`;
    expect(findPlainIpv6(text, text.length)).toBe(6);
    expect(formatIpv6()).toBe(address);
  });

  it.each([
    "",
    ":",
    "::",
    ":::",
    "1",
    "1:2",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "0:1:2:3:4:5:6:7:8",
    ":1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1:2:3::5:6:7:8",
    "1::2::3",
    "1:::2",
    ":1::2",
    ":::1",
    "1:::",
    "1::2:",
    "2001:DB8::1",
    "2001:0db8::1",
    "1::00",
    "1::0",
    "0::1",
    "1::0:2",
    "1:0::2",
    "1:0::",
    "1:0:0:4:5:6:7:8",
    "12345::1",
    "1::12345",
    "::ffff:cb00:7107",
    "::ffff:203.0.113.7",
    "[::1]",
    "[::1",
    "::1%eth0",
    "::1 ",
    "::g",
    "::/1",
  ])("does not take %j for one", (text) => {
    const start = findPlainIpv6(text, text.length);
    expect(start >= 0 && isItemStart(text, start)).toBe(false);
  });
});

describe("the short way to an address of either kind", () => {
  it.each([
    ["203.0.113.7", 0, false],
    ["evil, 203.0.113.7", 6, false],
    ["2001:db8::7", 0, true],
    ["203.0.113.7,2001:db8::7", 12, true],
    ["2001:db8::7, 203.0.113.7", 13, false],
  ])("finds that of %j at %i", (text, start, isIpv6) => {
    expect(findPlainAddress(text, text.length)).toBe(start);
    expect(plainAddress.isIpv6).toBe(isIpv6);
  });

  it.each(["", "0.0.0.0", "::", "x 203.0.113.7", "x2001:db8::7", "[2001:db8::7]", "203.0.113.7:80", "unknown"])(
    "finds none in %j",
    (text) => {
      expect(findPlainAddress(text, text.length)).toBe(-1);
    },
  );
});

function canonical(text: string): string | undefined {
  return scanIpv6(text, 0, text.length) ? formatIpv6() : undefined;
}
