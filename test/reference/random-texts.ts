/** Texts at the edges of the grammars, of which random requests are built. */
import fc from "fast-check";

const ADDRESSES = [
  "192.0.2.1", "10.0.0.1", "10.0.0.2", "203.0.113.9", "127.0.0.1", "255.255.255.255", "169.254.1.1",
  "2001:db8::1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:a00:1", "::FFFF:192.0.2.1", "::ffff:0:10.0.0.1",
  "2001:DB8:0:0:1:0:0:1", "1:0:0:2:0:0:0:3", "0:0:1:0:0:2:3:4", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4",
  "::1.2.3.4", "64:ff9b::192.0.2.33", "::ffff:203.113.9.77", "::ffff:c0a9:101", "1111:2222:3333:4444:5555:6666:255.255.255.255", "0:0:0:0:0:0:0:1", "0001:0002::",
] as const; // prettier-ignore

const NOT_ADDRESSES = [
  "", "unknown", "_hidden", "unix", "unix:", "localhost", "0.0.0.0", "::", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0", "::ffff:0:0",
  "010.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "0x7f.0.0.1", "2130706433", "1..2.3", "1.2.3.4.", "+1.2.3.4", "1.2.3.1e1",
  "fe80::1%eth0", "fe80::1%", "1.2.3.4%eth0", "[1.2.3.4]", "[::1", "::1]", "[]", "[::1]x", "[::1]]", ":::", "::1:", ":1::",
  "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1::2::3", "::1::2", ":1:2:3:4:5:6:7:8", "1:2", "1", "0000:0000:0000:0000:0000:00000:255.255.255.255", "12345::", "::g", "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", "::1.2.3.4:5",
  "\u0661.2.3.4", "1.2.3.4\u0000", "\u00a010.0.0.1", "\ufeff10.0.0.1", "10.0.0.1\v", "\"10.0.0.1\"", "10.0.0.1;x", "1.2.3.4/8",
] as const; // prettier-ignore

const PORTS = ["", ":", ":80", ":0", ":00000", ":00080", ":65535", ":65536", ":99999", ":100000", ":_x", ":_", ":_a.B-9_", ":_\u00e9", ":+1", ": 80", ":8o", ":9", ":8:", ":_az09AZ", ":_a{", ":_`", ":80:80"] as const; // prettier-ignore

const HOSTS = [
  "example.com", "EXAMPLE.com", "A.example", "Z.example", "a.example.com", "example.com.", "a_b.example", "-a-.example", "xn--bcher-kva.example", "localhost",
  "b\u00fccher.example", "\u212aelvin.example", "a..b", ".a", ".", "..", "", "a b", "a@b", "a/b", "a\\b", "a%41", "a;b", "a\"b", "*",
  "1.2.3.4", "1.2.3.4.", "01.2.3.4", "1.2.3.256", "1.2.3", "1", "a.1", "a.1.", "a.0x", "a.0x0", "a.0xF9", "a.0X1f", "a.0xg", "0x7f.1", "1.2.3.4.a", "0.0.0.0",
  "[::1]", "[::]", "[2001:DB8::1]", "[::ffff:1.2.3.4]", "[::ffff:102:304]", "[0:0:1:0:0:2:3:4]", "[fe80::1%25eth0]", "[1.2.3.4]", "[::1", "::1", "[v1.x]", "[1111:2222:3333:4444:5555:6666:255.255.255.255]", "[]",
  `${"a".repeat(63)}.example`, `${"a".repeat(64)}.example`, `${"abcdefg.".repeat(31)}abcdefg`, `${"abcdefg.".repeat(31)}abcdefg.`, `${"abcdefg.".repeat(31)}abcdef.`,
] as const; // prettier-ignore

const PROTOS = ["http", "https", "HTTPS", "hTTp", "ws", "wss", "WSS", "on", "off", "ON", "onx", "offs", "of", "no", "", "gopher", "http2", "https:", "https://", "http\u0000", "\u212a", "httpſ", "1", "true"] as const; // prettier-ignore

const PORT_VALUES = ["80", "443", "8443", "1", "65535", "65536", "0", "00080", "000080", "", "80.0", "0x50", "-1", "+80", "8 0", "8443/", "\u0661"] as const; // prettier-ignore

const PREFIXES = [
  "/", "/app", "/app/", "/a/b", "/a//b", "//", "//evil", "/\\evil", "https://evil", "", "app", "/.", "/..", "/a/../b", "/a/./b", "/...", "/.a",
  "/a%20b", "/a%2", "/a%zz", "/a%2g", "/a%g2", "/az09AZ", "/a%2e%2E/b", "/a%2F", "/a%5c", "/a%25", "/a%00", "/a%1f", "/a%7f", "/a%80", "/a%C3%A9", "/%", "/a%2d", "/a;b=1@:!$&'()*+=~._-",
  "/b\u00fc", "/a b", "/a?x", "/a#x", "/a\"b", "/a<b>", "/a|b", "/a^", "/a\u0000", `/${"a".repeat(2047)}`, `/${"a".repeat(2048)}`, `/${"a".repeat(2046)}/`, `/${"a".repeat(2047)}/`,
] as const; // prettier-ignore

const NOISE = ['"', "\\", ",", ";", "=", ":", "[", "]", ".", "/", "%", " ", "\t", "0", "a", "F", "-", "_", "z", "Z", "@", "`", "{", "g", "G", "1", "9", "~", "\u0000", "\u001f", "\u007f", "\u0080", "\u00e9", "\u00ff", "\u0100", "\u0130"]; // prettier-ignore

/** Text with up to two small accidents: a character inserted, deleted or replaced. */
export function accidental(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const accident = fc.tuple(fc.nat(40), fc.constantFrom("", ...NOISE), fc.nat(1));
  const accidents = fc.oneof(
    { weight: 14, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(accident, { minLength: 1, maxLength: 2 }) },
  );
  return fc.tuple(text, accidents).map(([whole, changes]) =>
    changes.reduce((changed, [place, inserted, deleted]) => {
      const at = changed.length === 0 ? 0 : place % (changed.length + 1);
      return changed.slice(0, at) + inserted + changed.slice(at + deleted);
    }, whole),
  );
}

const ipv4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join("."));

const group = fc.oneof(
  fc.constant("0"),
  fc.constant("0000"),
  fc.nat(0xffff).map((value) => value.toString(16)),
);

/** IPv6 in any form that RFC 4291 allows, and in some that it does not. */
const ipv6 = fc
  .tuple(
    fc.array(group, { minLength: 1, maxLength: 8 }),
    fc.option(fc.nat(8)),
    fc.boolean(),
    fc.option(ipv4, { freq: 4 }),
  )
  .map(([groups, gap, upper, tail]) => {
    const texts = tail === null ? groups : [...groups.slice(0, 6), tail];
    const text = gap === null ? texts.join(":") : `${texts.slice(0, gap).join(":")}::${texts.slice(gap).join(":")}`;
    return upper ? text.toUpperCase() : text;
  });

/** An address as it is written without a port. */
export const addressText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ADDRESSES) },
  { weight: 1, arbitrary: ipv4 },
  { weight: 1, arbitrary: ipv6 },
);

/** A proxy's address, in half of the cases one that random options trust. */
const proxyText = fc.constantFrom("10.0.0.1", "10.0.0.2", "10.9.9.9", "::ffff:10.0.0.2", "127.0.0.1", "::1", "192.0.2.1", "2001:db8::7"); // prettier-ignore

/** An IPv6 address in brackets, as Forwarded has it. */
function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** Text in the place of an address. */
export const nodeText: fc.Arbitrary<string> = accidental(
  fc.oneof(
    { weight: 10, arbitrary: proxyText },
    { weight: 6, arbitrary: addressText },
    { weight: 2, arbitrary: fc.constantFrom(...NOT_ADDRESSES) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.oneof(proxyText, addressText),
          fc.oneof(fc.constantFrom(":80", ":40000", ":_x"), fc.constantFrom(...PORTS)),
        )
        .map(([address, port]) => bracketed(address) + port),
    },
  ),
);

/** Text in the place of an element's `for`: most often with an IPv6 address in brackets. */
export const forText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: proxyText.map(bracketed) },
  { weight: 4, arbitrary: nodeText },
);

/** Text in the place of a viewer's address, which is bare and has a port. */
export const viewerText: fc.Arbitrary<string> = accidental(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.oneof(proxyText, addressText), fc.constantFrom(":80", ":9985", ":40000", ":0", ...PORTS))
        .map((parts) => parts.join("")),
    },
    { weight: 1, arbitrary: nodeText },
  ),
);

/** Hosts that are the same name with ports that differ, to compare an authority with Host. */
export const similarHost: fc.Arbitrary<string> = fc.constantFrom(
  "example.com",
  "EXAMPLE.com",
  "example.com:",
  "example.com:80",
  "example.com:443",
  "example.com:0443",
  "example.com:8080",
  "other.test",
);

const commonHost = fc.constantFrom(
  "example.com",
  "a.example.com",
  "EXAMPLE.com:8080",
  "other.test:443",
  "[2001:db8::1]:80",
);

export const hostText: fc.Arbitrary<string> = accidental(
  fc.oneof(
    { weight: 8, arbitrary: commonHost },
    { weight: 3, arbitrary: fc.constantFrom(...HOSTS) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...HOSTS), fc.constantFrom(...PORTS)).map((parts) => parts.join("")),
    },
  ),
);

export const protoText: fc.Arbitrary<string> = accidental(
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom("http", "https") },
    { weight: 1, arbitrary: fc.constantFrom(...PROTOS) },
  ),
);

export const portText: fc.Arbitrary<string> = accidental(
  fc.oneof(fc.constantFrom("80", "443", "8443"), fc.constantFrom(...PORT_VALUES)),
);

export const prefixText: fc.Arbitrary<string> = accidental(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("/app", "/a/b/", "/") },
    { weight: 4, arbitrary: fc.constantFrom(...PREFIXES) },
    // Two of them reach or pass the limit of a joined prefix.
    { weight: 1, arbitrary: fc.constantFrom(`/${"a".repeat(1023)}`, `/${"a".repeat(1023)}/`, `/${"a".repeat(1024)}`) },
  ),
);
