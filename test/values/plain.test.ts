import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { findPlainHost, formatHostname, scanHost } from "../../src/values/host.js";
import { findPlainIpv4, pair, scanIpv4 } from "../../src/values/ipv4.js";
import { formatIpv6, isCanonicalIpv6, scanIpv6 } from "../../src/values/ipv6.js";
import { dropBlanks, findItemStart, isItemStart, skipBlanks } from "../../src/values/list.js";

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
    const found = findPlainIpv4(text, text.length);
    if (found < 0 || !isItemStart(text, found)) return;
    const item = lastItem(text);
    expect(text.slice(found)).toBe(item);
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
      const found = findPlainIpv4(text, text.length);
      expect(found >= 0 && isItemStart(text, found)).toBe(false);
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
      const found = findPlainHost(text, text.length);
      if (found < 0 || !isItemStart(text, found)) return;
      const item = lastItem(text);
      expect(text.slice(found)).toBe(item);
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
    const found = findPlainHost(text, text.length);
    expect(found >= 0 && isItemStart(text, found)).toBe(false);
  });
});

describe("whether IPv6 text is canonical", () => {
  const group = fc.oneof(
    fc.constantFrom("0", "00", "1", "0f", "F", "ffff", "0db8", "abcd"),
    fc.constantFrom(..."0123456789abcdef").map((digit) => digit.repeat(2)),
  );
  const address = fc
    .tuple(fc.array(group, { maxLength: 8 }), fc.array(group, { maxLength: 8 }), fc.boolean())
    .map(([left, right, short]) => (short ? `${left.join(":")}::${right.join(":")}` : [...left, ...right].join(":")));

  test.prop(
    [
      fc.oneof(
        address,
        fc.ipV6(),
        fc.ipV6().map((text) => canonical(text) ?? text),
      ),
    ],
    { numRuns },
  )("is whether writing it anew gives the same", (text) => {
    const framed = `[${text}]:`;
    fc.pre(scanIpv6(framed, 1, text.length + 1));
    expect(isCanonicalIpv6(framed, 1, text.length + 1)).toBe(formatIpv6() === text);
  });
});

function canonical(text: string): string | undefined {
  return scanIpv6(text, 0, text.length) ? formatIpv6() : undefined;
}
