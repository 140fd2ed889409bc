import { inspect } from "node:util";
import { describe, expect, it } from "vitest";

import { createResolver, resolve } from "../../src/index.js";
import type { ResolutionRecord } from "../../src/resolve/believed-resolution.js";
import { FOR, NONE, of, PEER } from "./request.js";

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

  it("has ten facts, in JSON too, and where it is printed", () => {
    const resolution = of(headers, options);
    expect({ ...resolution, addresses: resolution.addresses, origin: resolution.origin }).toEqual(facts);
    expect(JSON.parse(JSON.stringify(resolution))).toEqual(facts);
    expect(inspect(resolution)).toContain("origin: 'https://example.com:8443'");
  });

  it("gives no copy of itself more than the facts", () => {
    const resolution = of(headers, options) as ResolutionRecord;
    resolution.holdOriginal({ original: { headers: { cookie: "secret" } } });
    expect(resolution.original).toEqual({ headers: { cookie: "secret" } });
    expect(Object.keys({ ...resolution })).not.toContain("original");
    expect(inspect(resolution, { depth: 9 })).not.toContain("secret");
    expect(JSON.stringify([{ ...resolution }, structuredClone(resolution)])).not.toContain("secret");
  });

  it("is the same from a fetch HeaderRecord, and from header names in an array of lines", () => {
    const fetched = new Headers(headers);
    expect(JSON.stringify(resolve({ headers: fetched, peerAddress: PEER }, options))).toBe(
      JSON.stringify(of(headers, options)),
    );
    expect(resolve({ headers: fetched }, NONE).host).toBe("app:3000");
    expect(resolve({ headers: new Headers() }, FOR).issues).toEqual([{ header: "x-forwarded-for", reason: "absent" }]);
    const lines = { ...headers, "x-forwarded-for": ["6.6.6.6", "203.0.113.7:4711,10.0.0.9"] };
    expect(JSON.stringify(of(lines, options))).toBe(JSON.stringify(of(headers, options)));
  });

  it("is the connection's where no header is believed", () => {
    expect(of(headers, NONE, { peerPort: 5000, encrypted: true, prefix: "/in" }).issues).toEqual([]);
    expect(JSON.parse(JSON.stringify(of(headers, NONE, { peerPort: 5000, encrypted: true, prefix: "/in" })))).toEqual({
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

  it("believes one X-Forwarded-For and one X-Forwarded-Proto by default", () => {
    const resolution = createResolver()({ headers, peerAddress: PEER });
    expect([resolution.clientAddress, resolution.proto, resolution.host, resolution.prefix]).toEqual([
      "10.0.0.9",
      "https",
      "app:3000",
      "",
    ]);
    expect(resolve({ headers }).clientAddress).toBe("10.0.0.9");
  });
});
