import { inspect } from "node:util";
import { describe, expect, it } from "vitest";

import { resolve } from "../../src/index.js";
import { BELIEVED, BelievedResolution } from "../../src/resolve/believed-resolution.js";
import { FOR, NONE, PEER, resolveHeaders } from "./request.js";

describe("a resolution", () => {
  const headers = {
    host: "app:3000",
    "x-forwarded-for": "6.6.6.6, 203.0.113.7:4711, 10.0.0.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "Example.com:8443",
    "x-forwarded-prefix": "/app/",
  };
  const options = { xFor: 2, xProto: 1, xHost: 1, xPrefix: 1 };
  const facts = {
    clientAddress: "203.0.113.7",
    clientPort: 4711,
    addresses: ["203.0.113.7", "10.0.0.9"],
    proto: "https",
    host: "example.com:8443",
    hostname: "example.com",
    port: 8443,
    prefix: "/app",
    origin: "https://example.com:8443",
    issues: [],
  };

  it("has ten facts, in JSON and if it is printed too", () => {
    const resolution = resolveHeaders(headers, options);
    expect({ ...resolution, addresses: resolution.addresses, origin: resolution.origin }).toEqual(facts);
    expect(JSON.parse(JSON.stringify(resolution))).toEqual(facts);
    expect(inspect(resolution)).toContain("origin: 'https://example.com:8443'");
  });

  it("keeps `original` out of copies, JSON and logs", () => {
    const resolution = resolveHeaders(headers, options) as BelievedResolution;
    resolution.original = { headers: { cookie: "secret" } };
    expect(resolution.original).toEqual({ headers: { cookie: "secret" } });
    expect(Object.keys({ ...resolution })).not.toContain("original");
    expect(inspect(resolution, { depth: 9 })).not.toContain("secret");
    expect(JSON.stringify([{ ...resolution }, structuredClone(resolution)])).not.toContain("secret");
  });

  it("is the same if the headers are a fetch Headers, or have arrays of lines", () => {
    const fetched = new Headers(headers);
    expect(JSON.stringify(resolve({ headers: fetched, peerAddress: PEER }, options))).toBe(
      JSON.stringify(resolveHeaders(headers, options)),
    );
    expect(resolve({ headers: fetched }, NONE).host).toBe("app:3000");
    expect(resolve({ headers: new Headers() }, FOR).issues).toEqual([{ header: "x-forwarded-for", reason: "absent" }]);
    const lines = { ...headers, "x-forwarded-for": ["6.6.6.6", "203.0.113.7:4711,10.0.0.9"] };
    expect(JSON.stringify(resolveHeaders(lines, options))).toBe(JSON.stringify(resolveHeaders(headers, options)));
  });

  it("has the connection's facts if no header is believed", () => {
    expect(resolveHeaders(headers, NONE, { peerPort: 5000, encrypted: true, prefix: "/in" }).issues).toEqual([]);
    expect(
      JSON.parse(JSON.stringify(resolveHeaders(headers, NONE, { peerPort: 5000, encrypted: true, prefix: "/in" }))),
    ).toEqual({
      clientAddress: PEER,
      clientPort: 5000,
      addresses: [],
      proto: "https",
      host: "app:3000",
      hostname: "app",
      port: 3000,
      prefix: "/in",
      origin: "https://app:3000",
      issues: [],
    });
  });

  it("has no original unless an adapter sets one", () => {
    expect(new BelievedResolution({ headers: {} }).original).toBeUndefined();
  });
});

describe("BelievedResolution", () => {
  it("has each issue once", () => {
    const resolution = new BelievedResolution({ headers: {} });
    const issue = { header: "forwarded", reason: "invalid" } as const;
    resolution.addIssue(issue);
    resolution.addIssue(issue);
    resolution.addIssue({ header: "host", reason: "invalid" });
    expect(resolution.issues).toEqual([issue, { header: "host", reason: "invalid" }]);
  });

  it("shares no issue with another resolution", () => {
    new BelievedResolution({ headers: {} }).addIssue({ reason: "untrusted-peer" });
    expect(new BelievedResolution({ headers: {} }).issues).toEqual([]);
  });

  it.each([
    [false, undefined, "a.test", 80],
    [true, undefined, "a.test", 443],
    [false, 443, "a.test:443", 443],
    [true, 443, "a.test", 443],
    [true, 80, "a.test:80", 80],
  ])(
    "is finished, if encrypted is %s and the port is %s, with the host %s and the port %i",
    (encrypted, given, host, port) => {
      const resolution = new BelievedResolution({ headers: {}, encrypted });
      resolution.setHost("a.test", given, BELIEVED.host);
      expect(resolution.finish()).toBe(resolution);
      expect(resolution).toMatchObject({ host, hostname: "a.test", port });
      expect(resolution.origin).toBe(`${encrypted ? "https" : "http"}://${host}`);
    },
  );

  it("begins with the prefix of the connection, or none", () => {
    expect(new BelievedResolution({ headers: {} }).prefix).toBe("");
    expect(new BelievedResolution({ headers: {}, prefix: "/app" }).prefix).toBe("/app");
  });

  it("has no host and no origin if the hostname is undefined, also with a believed port", () => {
    const resolution = new BelievedResolution({ headers: {} });
    resolution.setPort(8443);
    const { host, origin, port } = resolution.finish();
    expect([host, origin, port]).toEqual([undefined, undefined, 8443]);
  });

  it("has the client of a clientAddressHeader as its only address if no chain is believed", () => {
    const headers = { "x-real-ip": "203.0.113.7", "x-forwarded-for": "6.6.6.6" };
    const resolution = resolveHeaders(headers, { clientAddressHeader: "x-real-ip", xProto: 0 });
    expect(resolution.addresses).toEqual(["203.0.113.7"]);
  });

  it("has no addresses if the client is unknown or the peer", () => {
    const headers = { forwarded: "for=unknown, for=10.0.0.9" };
    expect(resolveHeaders(headers, { forwarded: 2 }).addresses).toEqual([]);
    expect(resolveHeaders(headers, FOR).addresses).toEqual([]);
  });

  it("replaces the host's port by a believed port", () => {
    const resolution = new BelievedResolution({ headers: {} });
    resolution.setHost("a.test", 81, 0);
    resolution.setPort(8443);
    expect(resolution.finish().host).toBe("a.test:8443");
    expect([resolution.isBelieved(BELIEVED.port), resolution.isBelieved(BELIEVED.host)]).toEqual([true, false]);
    expect(resolution.isBelieved(BELIEVED.host | BELIEVED.port)).toBe(true);
  });

  it("returns the whole chain and the number of its believed entries", () => {
    const headers = { "x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.9" };
    const resolution = resolveHeaders(headers, { ...FOR, xFor: 2 }) as BelievedResolution;
    expect([resolution.chainText, resolution.chainLength]).toEqual(["6.6.6.6, 1.2.3.4, 10.0.0.9", 2]);
    const bare = resolveHeaders({}, FOR) as BelievedResolution;
    expect([bare.chainText, bare.chainLength]).toEqual(["", 0]);
  });
});
