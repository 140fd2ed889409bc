import { describe, expect, it } from "vitest";
import { explain } from "../../src/explain/index.js";
import { ProxyFixOptionsError } from "../../src/index.js";
import { countWork } from "../bench/count-work.js";

const HOST = "app.example.com";

describe("explain", () => {
  it("explains two proxies and one forged value", () => {
    const headers = {
      "x-forwarded-for": ["6.6.6.6, 203.0.113.9", "10.0.0.7"],
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.test",
      host: HOST,
    };
    const options = { xFor: 2, xProto: 1, trustedPeers: "10.0.0.0/8" };
    const list = "x-forwarded-for";
    expect(explain({ headers, peerAddress: "10.0.0.2", peerPort: 4711 }, options)).toStrictEqual({
      resolution: {
        clientAddress: "203.0.113.9",
        clientPort: null,
        addresses: ["203.0.113.9", "10.0.0.7"],
        proto: "https",
        host: HOST,
        hostname: HOST,
        port: 443,
        prefix: "",
        origin: `https://${HOST}`,
        issues: [],
      },
      refusal: null,
      gate: { peer: "10.0.0.2", verdict: "trusted", option: "trustedPeers" },
      chain: {
        header: list,
        unlisted: 0,
        hops: [
          { hop: 0, address: "10.0.0.2", role: "proxy", verdict: "believed", reason: "trusted", saidBy: "connection" },
          { hop: 1, address: "10.0.0.7", role: "proxy", verdict: "believed", reason: "counted", saidBy: 0, header: list, line: 2, text: "10.0.0.7" }, // prettier-ignore
          { hop: 2, address: "203.0.113.9", role: "client", verdict: "believed", reason: "counted", saidBy: 1, header: list, line: 1, text: "203.0.113.9" }, // prettier-ignore
          { hop: 3, address: "6.6.6.6", role: "claim", verdict: "ignored", reason: "beyond-count", saidBy: "client", header: list, line: 1, text: "6.6.6.6" }, // prettier-ignore
        ],
      },
      facts: {
        address: { value: "203.0.113.9", source: { header: list, place: 2, line: 1, lines: 2, text: "203.0.113.9" } },
        proto: { value: "https", source: { header: "x-forwarded-proto", place: 1, line: 1, lines: 1, text: "https" } },
        host: {
          value: HOST,
          source: { connection: "host" },
          instead: { header: "x-forwarded-host", reason: "disabled" },
        },
        port: { value: 443, source: { connection: "default-port" } },
        prefix: { value: "", source: { connection: "mount" } },
      },
      counts: {
        xFor: [
          { count: 0, value: "10.0.0.2" },
          { count: 1, value: "10.0.0.7" },
          { count: 2, value: "203.0.113.9", chosen: true },
          { count: 3, value: "6.6.6.6" },
        ],
        xProto: [
          { count: 0, value: "http" },
          { count: 1, value: "https", chosen: true },
        ],
        xHost: [
          { count: 0, value: HOST, chosen: true },
          { count: 1, value: "evil.test" },
        ],
      },
      forgeable: [
        { code: "host-is-the-clients", level: "note", facts: ["host"], text: expect.any(String) },
        {
          code: "unbelieved-headers",
          level: "note",
          facts: ["host"],
          text: expect.stringContaining("x-forwarded-host"),
        },
      ],
    });
  });

  it("explains a refusal by strict, and the resolution without it", () => {
    const headers = { "x-forwarded-for": "203.0.113.9", host: HOST };
    const options = { xFor: 2, xProto: 0, trustedPeers: "loopback", strict: true };
    const { refusal, resolution } = explain({ headers, peerAddress: "127.0.0.1" }, options);
    expect(refusal).toStrictEqual({ status: 400, issues: [{ header: "x-forwarded-for", reason: "short-chain" }] });
    expect(resolution.clientAddress).toBeNull();
  });

  it("explains a refusal by allowedHosts", () => {
    const { refusal, resolution } = explain(
      { headers: { host: "evil.test" } },
      { allowedHosts: [HOST], xFor: 0, xProto: 0 },
    );
    expect(refusal).toStrictEqual({ status: 400, issues: [{ header: "host", reason: "host-not-allowed" }] });
    expect(resolution.host).toBe("evil.test");
  });

  it("throws ProxyFixOptionsError if an option is wrong", () => {
    expect(() => explain({ headers: {} }, { xFor: -1 })).toThrow(ProxyFixOptionsError);
  });

  it("uses the default options if there are none", () => {
    const { counts } = explain({ headers: { "x-forwarded-for": "203.0.113.9" }, peerAddress: "10.0.0.1" });
    expect(counts.xFor?.at(1)).toStrictEqual({ count: 1, value: "203.0.113.9", chosen: true });
  });

  it("grows no more than a header of 1,000 entries does, whatever the lines", () => {
    const entries = Array.from({ length: 1000 }, (_, place) => `10.0.${place >> 8}.${place & 255}`);
    const sizeOf = (lines: string | string[]): number => {
      const facts = { headers: { "x-forwarded-for": lines }, peerAddress: "10.0.0.1" };
      return JSON.stringify(explain(facts, { trustedProxies: "10.0.0.0/8" })).length;
    };
    // 64 hops are believed at most, and 8 more are listed.
    expect(sizeOf(entries.join(","))).toBeLessThan(73 * 200 + 3000);
    expect(sizeOf(entries)).toBeLessThan(73 * 200 + 3000);
    const { chain } = explain({ headers: { "x-forwarded-for": entries }, peerAddress: "10.0.0.1" }, { xFor: 2 });
    expect(chain.hops).toHaveLength(1 + 2 + 8);
    expect(chain.unlisted).toBe(990);
    expect(chain.hops.at(-1)).toMatchObject({ address: "10.0.3.222", line: 991 });
  });

  it.each(["forwarded", "x-forwarded-for"])("reads four times as much of %s if it is four times as long", (name) => {
    const options = name === "forwarded" ? { forwarded: 64 } : { xFor: 64 };
    const countReads = (length: number): number => {
      const lines = Array.from({ length }, () => 'for="192.0.2.1:80"');
      return countWork(() => explain({ headers: { [name]: lines }, peerAddress: "10.0.0.1" }, options)).characters;
    };
    expect(countReads(4000) / countReads(1000)).toBeLessThan(4.1);
  });

  it("reads no fact from Object.prototype", () => {
    const shared: object = Object.prototype;
    Reflect.defineProperty(shared, "peerAddress", { value: "6.6.6.6", configurable: true });
    try {
      expect(explain({ headers: {} }, { xFor: 0 }).gate.peer).toBeNull();
    } finally {
      Reflect.deleteProperty(shared, "peerAddress");
    }
  });
});
