import { isIPv4 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProxyFixRefusal, createResolver, resolve } from "../../src/index.js";
import type { RequestFacts } from "../../src/resolution.js";
import { coreResolve, expectResolution, copyFields } from "../reference/both.js";
import { requestFacts } from "../reference/random-requests.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { believingOptions, validOptions } from "../reference/random-options.js";

/** Checks a property as often as RUNS requires. */
function checkProperty<T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: RUNS });
}

/** Freezes an object and all objects in it; functions stay as they are. */
function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Values that no grammar accepts: any UTF-16, control characters, long and short. */
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const anyHeaders = fc.dictionary(
  fc.oneof(
    fc.constantFrom("host", ":authority", "x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip"),
    anyText,
  ),
  fc.oneof(anyText, fc.array(anyText, { maxLength: 3 })),
  { maxKeys: 6 },
);

describe("a resolver", () => {
  it(
    "throws nothing on a request but a refusal, and that only if strict or allowedHosts is set",
    { timeout: LIMIT },
    () => {
      const facts = fc.oneof(requestFacts, fc.record({ headers: anyHeaders, peerAddress: anyText }));
      checkProperty(
        fc.property(facts, validOptions, (request: RequestFacts, options) => {
          const resolver = createResolver(options);
          try {
            resolver(request);
          } catch (error) {
            expect(error).toBeInstanceOf(ProxyFixRefusal);
            expect("strict" in options || "allowedHosts" in options).toBe(true);
          }
        }),
      );
    },
  );

  it(
    "returns the same resolution for the same request, whichever request it resolved before",
    { timeout: LIMIT },
    () => {
      checkProperty(
        fc.property(requestFacts, requestFacts, believingOptions, (facts, other, options) => {
          const resolver = createResolver(options);
          const first = copyFields(resolver(facts));
          resolver(other);
          expect(copyFields(resolver(facts))).toStrictEqual(first);
          expect(copyFields(resolve(facts, options))).toStrictEqual(first);
        }),
      );
    },
  );

  it("does not change the facts and the options that it is given", { timeout: LIMIT }, () => {
    checkProperty(
      fc.property(requestFacts, validOptions, (facts, options) => {
        const before = coreResolve(facts, options);
        expect(coreResolve(deepFreeze(facts), deepFreeze(options))).toStrictEqual(before);
      }),
    );
  });

  it("does not change if the options are changed after it was created", () => {
    const trustedPeers = ["10.0.0.1"];
    const resolver = createResolver({ trustedPeers });
    trustedPeers[0] = "192.0.2.1";
    const facts = { headers: { "x-forwarded-for": "203.0.113.9" }, peerAddress: "10.0.0.1" };
    expect(resolver(facts).clientAddress).toBe("203.0.113.9");
  });

  it("returns the same resolution for headers as a record, as lines and as a fetch Headers", { timeout: LIMIT }, () => {
    checkProperty(
      fc.property(requestFacts, believingOptions, ({ headers, ...facts }, options) => {
        fc.pre(typeof Reflect.get(headers, "get") !== "function");
        const sent = Object.entries(headers as Record<string, string | string[]>).flatMap(([name, value]) =>
          [value].flat().map((line) => [name, line.trim()] as [string, string]),
        );
        fc.pre(sent.every(([name, line]) => !name.startsWith(":") && /^[\t\x20-\x7e\x80-\xff]*$/.test(line)));
        const grouped = new Map<string, string[]>();
        for (const [name, line] of sent) grouped.set(name, [...(grouped.get(name) ?? []), line]);
        const lines = Object.fromEntries(grouped);
        const joined = Object.fromEntries([...grouped].map(([name, values]) => [name, values.join(", ")]));
        const resolveWith = (other: RequestFacts["headers"]): unknown =>
          copyFields(resolve({ ...facts, headers: other }, options));
        expect(resolveWith(joined)).toStrictEqual(resolveWith(lines));
        expect(resolveWith(new Headers(sent))).toStrictEqual(resolveWith(lines));
      }),
    );
  });

  it("returns a resolution whose JSON has all its facts", { timeout: LIMIT }, () => {
    checkProperty(
      fc.property(requestFacts, believingOptions, (facts, options) => {
        const resolution = resolve(facts, options);
        const { issues, ...rest } = copyFields(resolution);
        const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
        expect(JSON.parse(JSON.stringify(resolution))).toEqual({ ...known, issues });
      }),
    );
  });
});

describe("a resolution", () => {
  it("has addresses in canonical text, which resolve to themselves", { timeout: LIMIT }, () => {
    checkProperty(
      fc.property(requestFacts, believingOptions, (facts, options) => {
        const { clientAddress, addresses } = resolve(facts, options);
        for (const address of [...addresses, ...(clientAddress === undefined ? [] : [clientAddress])]) {
          // The WHATWG URL parser is other code, and formats addresses as RFC 5952 section 4 does.
          const bracketed = isIPv4(address) ? address : `[${address}]`;
          expect(new URL(`http://${bracketed}`).hostname).toBe(bracketed);
          expect(address).not.toMatch(/^::ffff:[0-9a-f]+:[0-9a-f]+$/);
          const again = { headers: {}, peerAddress: address };
          expect(resolve(again, { xFor: 0 }).clientAddress).toBe(address);
        }
      }),
    );
  });

  it("has an origin in the form of a browser", { timeout: LIMIT }, () => {
    checkProperty(
      fc.property(requestFacts, believingOptions, (facts, options) => {
        const { origin, hostname } = resolve(facts, options);
        // A browser decodes and checks Punycode; the host of a request is not changed.
        fc.pre(origin !== undefined && !/(^|\.)xn--/.test(hostname ?? ""));
        expect(new URL(`${origin}/path`).origin).toBe(origin);
      }),
    );
  });

  it(
    "has the client as the first of its addresses, or no addresses if the client is the peer or unknown",
    { timeout: LIMIT },
    () => {
      checkProperty(
        fc.property(requestFacts, believingOptions, (facts, options) => {
          const { clientAddress, clientPort, addresses } = expectResolution(coreResolve(facts, options));
          if (addresses.length > 0) expect(addresses[0]).toBe(clientAddress);
          if (clientAddress === undefined) expect([clientPort, ...addresses]).toEqual([undefined]);
        }),
      );
    },
  );

  it("has, in a refusal, the connection's own facts and none of a forwarding header", { timeout: LIMIT }, () => {
    const host = fc.constantFrom("example.com", "a.example.com:8080", "b@d");
    checkProperty(
      fc.property(requestFacts, believingOptions, host, (facts, options, ownHost) => {
        fc.pre(typeof Reflect.get(facts.headers, "get") !== "function");
        const headers = { ...facts.headers, host: ownHost } as Record<string, string>;
        const request = { ...facts, headers };
        try {
          resolve(request, { ...options, allowedHosts: ["nowhere.test"] });
        } catch (error) {
          const { resolution, issues } = error as ProxyFixRefusal;
          const bare: RequestFacts = { ...facts, headers: withoutForwarding(headers) };
          const own = copyFields(resolve(bare, { xFor: 0, xProto: 0 }));
          expect({ ...copyFields(resolution), issues: [] }).toStrictEqual({ ...own, issues: [] });
          expect(issues.length).toBeGreaterThan(0);
          return;
        }
        expect.unreachable("no request is for nowhere.test");
      }),
    );
  });
});

function withoutForwarding(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name === "host" || name === ":authority"));
}
