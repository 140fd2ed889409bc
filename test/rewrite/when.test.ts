import { not, peerIn, set, when } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

const https = set("x-forwarded-proto", "https");
const applied = { "x-forwarded-proto": "https" };

function fails(): boolean {
  throw new Error("unseen");
}

describe("when", () => {
  test("applies the rewrite where the condition gives true", () => {
    expect(when(() => true, https)({}, {})).toEqual(applied);
  });

  test("gives the condition the headers so far and the connection", () => {
    const headers = { a: "1" };
    const facts = { peerAddress: "10.0.0.1" };
    const seen: unknown[] = [];
    when((...given) => seen.push(...given) < 0, https)(headers, facts);
    expect(seen).toEqual([headers, facts]);
  });

  test.each([
    ["false", () => false],
    ["a number", () => 1 as unknown as boolean],
    ["a promise", () => Promise.resolve(true) as unknown as boolean],
    ["a promise that fails", () => Promise.reject(new Error("unseen")) as unknown as boolean],
    ["an error", fails],
  ])("gives the very same object where the condition gives %s", (_title, condition) => {
    const headers = {};
    expect(when(condition, https)(headers, {})).toBe(headers);
  });

  test("holds for nothing where a condition that throws is turned round", () => {
    expect(when(not(fails), https)({}, {})).toEqual({});
    expect(
      when(
        not(() => Promise.reject(new Error("unseen")) as unknown as boolean),
        https,
      )({}, {}),
    ).toEqual({});
  });

  test("does not hold where a condition that gives no boolean is turned round", () => {
    expect(
      when(
        not(() => 0 as unknown as boolean),
        https,
      )({}, {}),
    ).toEqual({});
    expect(
      when(
        not(() => undefined as unknown as boolean),
        https,
      )({}, {}),
    ).toEqual({});
  });

  test("refuses what is no condition, or no rewrite", () => {
    expect(() => when("10.0.0.0/8" as unknown as () => boolean, https)).toThrow(
      '`when`: got "10.0.0.0/8"; expected a condition, such as peerIn("10.0.0.0/8")',
    );
    expect(() => not(undefined as unknown as () => boolean)).toThrow("`not`: got undefined; expected a condition");
    expect(() => when(() => true, {} as unknown as typeof https)).toThrow("`when`: got an object; expected a rewrite");
  });
});

describe("peerIn", () => {
  test.each([
    { peers: "10.0.0.0/8", peerAddress: "10.1.2.3", holds: true },
    { peers: "10.0.0.0/8", peerAddress: "::ffff:10.1.2.3", holds: true },
    { peers: "10.0.0.0/8", peerAddress: "11.0.0.1", holds: false },
    { peers: ["loopback", "2001:db8::/32"], peerAddress: "::1", holds: true },
    { peers: ["loopback", "2001:db8::/32"], peerAddress: "2001:db8::9%eth0", holds: true },
    { peers: "unix", peerAddress: "unix", holds: true },
    { peers: "loopback", peerAddress: "unix", holds: false },
    { peers: "loopback", peerAddress: undefined, holds: false },
    { peers: (address: string) => address === "192.0.2.1", peerAddress: "192.0.2.1", holds: true },
    { peers: () => 1 as unknown as boolean, peerAddress: "192.0.2.1", holds: false },
  ])("says $holds of the peer $peerAddress in $peers", ({ peers, peerAddress, holds }) => {
    expect(peerIn(peers)({}, { peerAddress })).toBe(holds);
    expect(not(peerIn(peers))({}, { peerAddress })).toBe(!holds);
  });

  test("is not moved by what a header says of the client", () => {
    const headers = { "x-forwarded-for": "10.0.0.1", forwarded: "for=10.0.0.1", "x-real-ip": "10.0.0.1" };
    expect(peerIn("10.0.0.0/8")(headers, { peerAddress: "192.0.2.66" })).toBe(false);
  });

  test.each([["10.0.0.1/33"], [[]], [""]])("refuses %j", (peers) => {
    expect(() => peerIn(peers)).toThrow("`peerIn`: ");
  });
});
