import { describe, expect, it } from "vitest";

import { both, expectResolution, listReasons } from "../reference/both.js";
import type { ReferenceRequest } from "../reference/request.js";
import { NONE } from "./request.js";

interface Texts {
  readonly pseudo?: string;
  readonly target?: string;
  readonly host?: string;
}

/** A request with these texts as `:authority`, as the target's authority, and as Host. */
function requestOf({ pseudo, target, host }: Texts, encrypted = false): ReferenceRequest {
  const headers = { ":authority": pseudo, host };
  return target === undefined ? { headers, encrypted } : { headers, encrypted, authority: target };
}

const INVALID = ["host invalid"];

describe.each(both)("the connection's host (R7), resolved by %s,", (_by, resolve) => {
  const read = (texts: Texts, encrypted = false) => {
    const resolution = expectResolution(resolve(requestOf(texts, encrypted), NONE));
    return [resolution.host, resolution.port, listReasons(resolution)];
  };

  it.each<[Texts, string | undefined, string[]]>([
    [{ target: "a.test" }, "a.test", []],
    [{ target: "A.test:8080" }, "a.test:8080", []],
    [{ target: "a.test", host: "A.TEST" }, "a.test", []],
    [{ target: "a.test:", host: "a.test" }, "a.test", []],
    [{ target: "[::1]", host: "[0:0::1]" }, "[::1]", []],
    [{ target: "a.test:8080", host: "a.test:08080" }, "a.test:8080", []],
    [{ target: "evil.example", host: "shop.example" }, undefined, INVALID],
    [{ target: "a.test", host: "a.test." }, undefined, INVALID],
    [{ target: "a.test:8080", host: "a.test" }, undefined, INVALID],
    [{ target: "a.test", host: "a.test:8080" }, undefined, INVALID],
    [{ target: "a@b", host: "b" }, undefined, INVALID],
    [{ target: "a.test", host: "a b" }, undefined, INVALID],
    [{ target: "", host: "a.test" }, undefined, INVALID],
    [{ target: "" }, undefined, INVALID],
    [{ target: "a.test", host: "" }, undefined, INVALID],
    [{ target: "a.test", host: "a.test, a.test" }, undefined, INVALID],
    [{ host: "" }, undefined, INVALID],
    [{}, undefined, []],
    // All that are present agree; the first of them is the host.
    [{ pseudo: "a.test", target: "A.test", host: "a.test." }, undefined, INVALID],
    [{ pseudo: "a.test", target: "A.test", host: "a.TEST" }, "a.test", []],
    [{ pseudo: "a.test:80", target: "a.test", host: "a.test" }, "a.test", []],
    [{ pseudo: "a.test", target: "a.test:80", host: "a.test:443" }, undefined, INVALID],
    [{ pseudo: "a.test", target: "b.test", host: "a.test" }, undefined, INVALID],
    [{ pseudo: "a.test", target: "b.test" }, undefined, INVALID],
    [{ pseudo: "a.test", target: "" }, undefined, INVALID],
    [{ pseudo: "a.test", target: "b.test", host: "b.test" }, undefined, INVALID],
    [{ pseudo: "", host: "a.test" }, undefined, INVALID],
    [{ pseudo: "a.test", host: "" }, undefined, INVALID],
    [{ pseudo: "" }, undefined, INVALID],
  ])("is, of %j: %s", (texts, host, issues) => {
    const [resolved, , reasons] = read(texts);
    expect([resolved, reasons]).toEqual([host, issues]);
  });

  it.each<[Texts]>([
    [{ host: "a.test" }],
    [{ target: "a.test" }],
    [{ pseudo: "a.test" }],
    [{ pseudo: "a.test", host: "a.test" }],
  ])("is trimmed of space and tab, and of nothing else: %j", (texts) => {
    const pad = (blanks: string): Texts =>
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, blanks + text + blanks]));
    expect(read(pad(" \t "))).toEqual(["a.test", 80, []]);
    expect(read(pad("\u00a0"))).toEqual([undefined, 80, INVALID]);
    expect(read(pad("\n"))).toEqual([undefined, 80, INVALID]);
  });

  it("is invalid if only blanks are present", () => {
    expect(read({ host: " \t" })).toEqual([undefined, 80, INVALID]);
    expect(read({ target: " ", host: "a.test" })).toEqual([undefined, 80, INVALID]);
  });

  it.each<[encrypted: boolean, authority: string, host: string, expected: string | undefined, port: number]>([
    [true, "example.com", "example.com:443", "example.com", 443],
    [true, "example.com:443", "example.com", "example.com", 443],
    [true, "example.com", "example.com:80", "example.com", 443],
    [true, "example.com:80", "example.com", "example.com:80", 80],
    [true, "example.com:", "example.com:443", "example.com", 443],
    [false, "example.com", "example.com:80", "example.com", 80],
    [false, "example.com:80", "example.com", "example.com", 80],
    [false, "example.com", "example.com:443", "example.com", 80],
    [false, "example.com:443", "example.com", "example.com:443", 443],
    [true, "example.com:80", "example.com:443", undefined, 443],
    [false, "example.com:443", "example.com:80", undefined, 80],
    [true, "example.com", "example.com:8443", undefined, 443],
    [true, "[::1]", "[::1]:443", "[::1]", 443],
    [true, "example.com", "other.test:443", undefined, 443],
  ])("is, if TLS is %s, of the authority %j and the Host %j: %s", (encrypted, authority, host, expected, port) => {
    const outcome = [expected, port, expected === undefined ? INVALID : []];
    expect(read({ pseudo: authority, host }, encrypted)).toEqual(outcome);
    expect(read({ target: authority, host }, encrypted)).toEqual(outcome);
  });

  it("is refused by allowedHosts if an absolute-form target has another host", () => {
    const facts = requestOf({ target: "evil.example", host: "shop.example" });
    expect(resolve(facts, { ...NONE, allowedHosts: ["shop.example"] })).toEqual({ refused: 400 });
    expect(resolve(facts, { ...NONE, allowedHosts: ["evil.example"] })).toEqual({ refused: 400 });
  });

  it("has no issue if a forwarded host is counted, and one if that is missing", () => {
    const facts = requestOf({ target: "a.test", host: "b.test" });
    const options = { ...NONE, xHost: 1 };
    const counted = { ...facts, headers: { host: "b.test", "x-forwarded-host": "c.test" } };
    expect(expectResolution(resolve(counted, options))).toMatchObject({ host: "c.test", issues: [] });
    const reasons = listReasons(expectResolution(resolve(facts, options)));
    expect(reasons).toEqual(["x-forwarded-host absent", "host invalid"]);
  });

  it("is the only fact with an issue beside an untrusted peer", () => {
    const facts = { ...requestOf({ target: "a.test", host: "b.test" }), peerAddress: "10.0.0.1" };
    const resolution = expectResolution(resolve(facts, { trustedPeers: "loopback" }));
    expect([resolution.host, listReasons(resolution)]).toEqual([undefined, ["- untrusted-peer", "host invalid"]]);
  });
});
