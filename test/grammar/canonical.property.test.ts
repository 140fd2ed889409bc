import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import {
  findCanonicalHostname,
  findCanonicalIpv4,
  isCanonicalIpv6,
  parseCanonicalProto,
} from "../../src/grammar/canonical.js";
import { parseHost } from "../../src/grammar/host.js";
import { parseIpv4 } from "../../src/grammar/ipv4.js";
import { createGroups, formatIpv6, isIpv4Mapped, parseIpv6 } from "../../src/grammar/ipv6.js";
import { parseProto } from "../../src/grammar/proto.js";

const numRuns = Number(process.env.PROXYFIX_RUNS ?? 3000);

/** Text to the left of the last item: most of it lets an item begin, the rest does not. */
const before = fc.constantFrom("", "", ",", ", ", "a,", "a, ", "1.2.3.4, ", "a.test,", "http, ", " ", ",  ", ",\t", "x ", '"', ";", ".", "9", "A"); // prettier-ignore
/** Text to the right of the offset at which the item ends. */
const behind = fc.constantFrom("", "", ", evil", "5", ".example");

/** Finds the offset at which the last item begins, if at most one space precedes it. */
function findStart(text: string): number {
  const comma = text.lastIndexOf(",") + 1;
  return comma > 0 && text[comma] === " " ? comma + 1 : comma;
}

/** The last item of a list, untrimmed but for one space. */
function readItem(text: string): string {
  return text.slice(findStart(text));
}

/** Counts how often a shortcut applied, so that a property in which it rarely applies fails. */
function expectApplied(check: (countApplied: () => void) => void): void {
  let applied = 0;
  check(() => (applied += 1));
  expect(applied).toBeGreaterThan(numRuns / 50);
}

describe("findCanonicalIpv4", () => {
  const part = fc.oneof(fc.nat({ max: 260 }).map(String), fc.constantFrom("", "00", "01", "1000", "a", "1.2", "-1"));
  const dotted = fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join("."));
  const after = fc.constantFrom("", "", "", " ", ":80", ".", ",");

  it("finds exactly the addresses that the grammar accepts, but 0.0.0.0", () => {
    expectApplied((countApplied) => {
      const property = fc.property(before, fc.oneof(dotted, fc.ipV4()), after, behind, (front, address, back, rest) => {
        const text = front + address + back;
        const groups = createGroups();
        const start = findCanonicalIpv4(text + rest, text.length, groups);
        const item = readItem(text);
        const value = parseIpv4(item, 0, item.length) ?? 0;
        expect(start).toBe(value === 0 ? -1 : findStart(text));
        if (start < 0) return;
        expect(groups[6]! * 65536 + groups[7]!).toBe(value);
        countApplied();
      });
      fc.assert(property, { numRuns });
    });
  });
});

describe("isCanonicalIpv6", () => {
  const group = fc.oneof(
    fc.constantFrom("0", "0", "00", "1", "0f", "F", "ffff", "0db8", "abcd", "12345", "g", ""),
    fc.constantFrom(..."0123456789abcdef").map((digit) => digit.repeat(2)),
  );
  const colons = fc
    .tuple(fc.array(group, { maxLength: 8 }), fc.array(group, { maxLength: 8 }), fc.boolean())
    .map(([left, right, short]) => (short ? `${left.join(":")}::${right.join(":")}` : [...left, ...right].join(":")));
  const mostlyZero = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }));
  const canonical = fc.array(mostlyZero, { minLength: 8, maxLength: 8 }).map(formatIpv6);
  const after = fc.constantFrom("", "", "", " ", ":", "%1", ",");

  /** Returns whether an address is canonical and not one of those that are left to the grammar. */
  function isExpected(text: string): boolean {
    const groups = parseIpv6(text, 0, text.length);
    if (groups === undefined || formatIpv6(groups) !== text || isIpv4Mapped(groups) || text === "::") return false;
    return !/(^|:)0:0(:|$)/.test(text);
  }

  it("accepts exactly the canonical addresses without zeros side by side, but :: and the IPv4-mapped ones", () => {
    expectApplied((countApplied) => {
      const address = fc.oneof(colons, fc.ipV6(), canonical);
      const property = fc.property(before, address, after, behind, (front, text, back, rest) => {
        const item = text + back;
        const isCanonical = isCanonicalIpv6(front + item + rest, front.length, front.length + item.length);
        expect(isCanonical).toBe(isExpected(item));
        if (isCanonical) countApplied();
      });
      fc.assert(property, { numRuns });
    });
  });
});

describe("findCanonicalHostname", () => {
  const label = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."ab1-_xZ0é@"), maxLength: 4 }),
    fc.string({ unit: fc.constantFrom(..."abz1-_x0"), minLength: 1, maxLength: 4 }),
    fc.constantFrom("a".repeat(63), "a".repeat(64), "0x1f", "12", "com"),
  );
  const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join("."));
  const after = fc.constantFrom("", "", "", ":", ":80", ".", " ");

  it("finds exactly the hostnames in lower case whose last label begins with a letter", () => {
    expectApplied((countApplied) => {
      const property = fc.property(before, name, after, behind, (front, hostname, back, rest) => {
        const text = front + hostname + back;
        const start = findCanonicalHostname(text + rest, text.length);
        const item = readItem(text);
        const host = parseHost(item, 0, item.length);
        const isExpected = host?.hostname === item && /(^|\.)[a-z][^.]*$/.test(item);
        expect(start).toBe(isExpected ? findStart(text) : -1);
        if (isExpected) countApplied();
      });
      fc.assert(property, { numRuns });
    });
  });
});

describe("parseCanonicalProto", () => {
  const word = fc.constantFrom("http", "https", "HTTP", "httpS", "ws", "wss", "on", "http2", "ttps", "s", "");

  test.prop([before, word, fc.constantFrom("", "", "", " ", ",", "s")], { numRuns })(
    "parses http and https as the grammar does, and no other item",
    (front, proto, back) => {
      const text = front + proto + back;
      const item = readItem(text);
      const isCanonical = item === "http" || item === "https";
      expect(parseCanonicalProto(text)).toBe(isCanonical ? parseProto(item, 0, item.length) : undefined);
    },
  );
});
