import { describe, expect, it } from "vitest";

import { NONE, of, reasons, type HeaderRecord } from "./request.js";

describe("proto, host and port (R6 to R8)", () => {
  it("read on and off under the names that use them", () => {
    for (const proto of ["X-Forwarded-Ssl", "front-end-https"]) {
      const options = { ...NONE, xProto: 1, headerNames: { proto } };
      const name = proto.toLowerCase();
      expect(of({ [name]: "on" }, options).proto).toBe("https");
      expect(of({ [name]: "off" }, options, { encrypted: true }).proto).toBe("http");
      expect(reasons({ [name]: "https" }, options)).toEqual([`${name} invalid`]);
    }
  });

  it("read the usual words and any other spelling alike", () => {
    const options = { ...NONE, xProto: 1 };
    const encrypted = { encrypted: true };
    for (const proto of ["http", "HTTP", "ws", "a, http"]) {
      expect(of({ "x-forwarded-proto": proto }, options, encrypted).proto).toBe("http");
    }
    for (const proto of ["https", "HTTPS", "wss", "a, https"]) {
      expect(of({ "x-forwarded-proto": proto }, options).proto).toBe("https");
    }
    expect(reasons({ "x-forwarded-proto": "http" }, { ...options, xProto: 2 })).toEqual([
      "x-forwarded-proto short-chain",
    ]);
  });

  it.each<[HeaderRecord, string | undefined, string[]]>([
    [{}, undefined, []],
    [{ host: "Example.com:80" }, "example.com", []],
    [{ host: "" }, undefined, ["host invalid"]],
    [{ host: "a@b" }, undefined, ["host invalid"]],
    [{ host: ["a", "b"] }, undefined, ["host invalid"]],
    [{ ":authority": "a.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "A.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "a.test" }, "a.test", []],
    [{ ":authority": "a.test", host: "b.test" }, undefined, ["host invalid"]],
    [{ ":authority": "a.test", host: "a.test:8080" }, undefined, ["host invalid"]],
    [{ ":authority": "a.test", host: "@" }, undefined, ["host invalid"]],
    [{ ":authority": "@", host: "a.test" }, undefined, ["host invalid"]],
    [{ ":authority": "@", host: "@" }, undefined, ["host invalid"]],
  ])("take the connection's host from %j: %s", (headers, host, issues) => {
    expect([of(headers, NONE).host, reasons(headers, NONE)]).toEqual([host, issues]);
  });

  it("do not mind the connection's host where another is believed", () => {
    const options = { ...NONE, xHost: 1 };
    expect(reasons({ host: "@", "x-forwarded-host": "a.test" }, options)).toEqual([]);
    expect(reasons({ host: "@", "x-forwarded-host": "@" }, options)).toEqual(["x-forwarded-host invalid"]);
    expect(reasons({ host: "@" }, options)).toEqual(["x-forwarded-host absent", "host invalid"]);
  });

  it.each<[HeaderRecord, string | undefined, number]>([
    [{ host: "a.test", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:443", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:80", "x-forwarded-proto": "https" }, "a.test:80", 80],
    [{ host: "a.test:9", "x-forwarded-port": "443", "x-forwarded-proto": "https" }, "a.test", 443],
    [{ host: "a.test:9", "x-forwarded-port": "08443" }, "a.test:8443", 8443],
    [{ host: "a.test:9", "x-forwarded-port": "0" }, "a.test:9", 9],
    [{ "x-forwarded-port": "8443" }, undefined, 8443],
    [{}, undefined, 80],
  ])("give %j the host %s and the port %i", (headers, host, port) => {
    expect(of(headers, { ...NONE, xProto: 1, xPort: 1 })).toMatchObject({ host, port });
  });

  it("take a prefix over the one the application has", () => {
    const options = { ...NONE, xPrefix: 1 };
    expect(of({ "x-forwarded-prefix": "/app" }, options, { prefix: "/in" }).prefix).toBe("/app");
    expect(of({ "x-forwarded-prefix": "/" }, options, { prefix: "/in" }).prefix).toBe("");
    expect(of({ "x-forwarded-prefix": "//x" }, options, { prefix: "/in" }).prefix).toBe("/in");
  });
});

describe("the peer", () => {
  it.each<[string | undefined, string | undefined, number | undefined]>([
    ["::ffff:127.0.0.1", "127.0.0.1", 9],
    ["fe80::1%eth0", "fe80::1", 9],
    ["::", "::", 9],
    [null as unknown as undefined, undefined, undefined],
    ["unix", undefined, undefined],
    [undefined, undefined, undefined],
    ["nonsense", undefined, undefined],
  ])("%s speaks for itself as %s", (peerAddress, address, port) => {
    const resolution = of({}, NONE, { peerAddress, peerPort: 9 });
    expect([resolution.clientAddress, resolution.clientPort, resolution.issues]).toEqual([address, port, []]);
  });
});
