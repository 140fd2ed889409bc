import { describe, expect, it } from "vitest";

import { compileClientAddressHeader } from "../../src/options/client-address-header.js";
import { messageOf } from "./message-of.js";

describe("compileClientAddressHeader", () => {
  it("returns undefined if the option is unset", () => {
    expect(compileClientAddressHeader({})).toBeUndefined();
  });

  it("compiles a name to lower case, believed behind any trusted peer", () => {
    const header = compileClientAddressHeader({ clientAddressHeader: "CF-Connecting-IP" });
    expect(header).toMatchObject({ name: "cf-connecting-ip", from: undefined });
    expect(header?.issues.absent).toEqual({ header: "cf-connecting-ip", reason: "absent" });
  });

  it("compiles { name, from } to a header that is believed behind these proxies only", () => {
    const header = compileClientAddressHeader({
      clientAddressHeader: { name: "X-Real-IP", from: "unix" },
      trustedProxies: "loopback",
    });
    expect([header?.name, header?.from?.trustsPeer("unix"), header?.from?.trustsPeer("127.0.0.1")]).toEqual([
      "x-real-ip",
      true,
      false,
    ]);
  });

  it.each<[unknown, string]>([
    [{ clientAddressHeader: "x real ip" }, '`clientAddressHeader`: got "x real ip"; expected a header\'s name'],
    [{ clientAddressHeader: "x-real-ip:" }, '`clientAddressHeader`: got "x-real-ip:"; expected a header\'s name'],
    [{ clientAddressHeader: "x-rëal-ip" }, '`clientAddressHeader`: got "x-rëal-ip"; expected a header\'s name'],
    ...["X-Forwarded-For", "x-forwarded-for", "x_forwarded_for"].map((name): [unknown, string] => [
      { clientAddressHeader: name },
      `\`clientAddressHeader\`: got "${name}", which is a list of addresses; expected a header with one; use xFor: 1 in place of it`,
    ]),
    [
      { clientAddressHeader: { name: "X-Forwarded-For", from: "loopback" }, trustedProxies: "loopback" },
      '`clientAddressHeader.name`: got "X-Forwarded-For", which is a list of addresses; ',
    ],
    [
      { clientAddressHeader: "Forwarded" },
      '`clientAddressHeader`: got "Forwarded", which is a list of elements; expected a header with one address; use forwarded: 1 in place of it', // prettier-ignore
    ],
    [{ clientAddressHeader: "host" }, '`clientAddressHeader`: got "host", which means something else'],
    [{ clientAddressHeader: "y".repeat(100) + " " }, `got "${"y".repeat(60)}…"`],
    [
      { clientAddressHeader: "x-real-ip", xFor: 1 },
      "`xFor` cannot be combined with clientAddressHeader, which replaces X-Forwarded-For; leave one of the two out",
    ],
    [
      { clientAddressHeader: "x-real-ip", forwarded: 1 },
      "`clientAddressHeader` cannot be combined with forwarded: the client's address has one source",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "loopback" }, forwarded: 1, trustedProxies: "loopback" },
      "`clientAddressHeader` cannot be combined with forwarded",
    ],
    [
      { clientAddressHeader: "x-real-ip", trustedProxies: "loopback" },
      '`clientAddressHeader`: got "x-real-ip" with trustedProxies; expected { name, from }; `from` names the proxies that write it', // prettier-ignore
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "loopback" } },
      "`clientAddressHeader`: got { name, from } without trustedProxies; expected the header's name alone, or " +
        "trustedProxies as well; without a walk there is no proxy to compare `from` with",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "loopback" }, trustedPeers: "loopback" },
      "`clientAddressHeader`: got { name, from } without trustedProxies",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip" }, trustedProxies: "loopback" },
      "`clientAddressHeader.from` is missing; expected the proxies that write the header",
    ],
    [
      { clientAddressHeader: { from: "loopback" }, trustedProxies: "loopback" },
      "`clientAddressHeader.name`: got undefined; expected a header's name",
    ],
    [
      { clientAddressHeader: { name: "x-real-ip", from: "lo" }, trustedProxies: "loopback" },
      '`clientAddressHeader.from`: got "lo"; expected an address',
    ],
    [{ clientAddressHeader: null }, "`clientAddressHeader`: got null; expected a value"],
    [
      { clientAddressHeader: { name: "x-real-ip", for: "loopback" }, trustedProxies: "loopback" },
      "`clientAddressHeader.for` is not an option.",
    ],
    [
      { clientAddressHeader: new Map(), trustedProxies: "loopback" },
      '`clientAddressHeader`: got an instance of Map; expected an object such as { name: "cf-connecting-ip", from: "10.0.0.0/8" }', // prettier-ignore
    ],
    [
      { clientAddressHeader: 5 },
      '`clientAddressHeader`: got 5; expected a header\'s name such as "cf-connecting-ip", or { name, from }',
    ],
    [{ clientAddressHeader: 5 }, "`clientAddressHeader`: got 5; expected a header's name such as"],
    [{ clientAddressHeader: ["x-real-ip"] }, "`clientAddressHeader`: got a list; expected a header's name such as"],
  ])("rejects %o: %s", (options, message) => {
    expect(messageOf(options)).toContain(message);
  });

  it("rejects null", () => {
    expect(() => compileClientAddressHeader({ clientAddressHeader: null as never })).toThrow(
      "`clientAddressHeader`: got null; expected a header's name such as",
    );
  });

  it("accepts a count of 0 for forwarded", () => {
    expect(messageOf({ clientAddressHeader: "x-real-ip", forwarded: 0 })).toBe("no error");
  });
});
