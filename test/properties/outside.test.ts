/** docs/reference/rules.md#r10-never: nothing outside the trusted hops changes a resolution, but for the signs of a proxy in R2. */
import { isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/index.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { RequestFacts } from "../../src/resolution.js";
import { copyFields } from "../reference/both.js";
import { parseForwardedStrictly } from "../reference/forwarded.js";
import { forwardedHeader, listHeader } from "../reference/random-headers.js";
import { requestFacts } from "../reference/random-requests.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { hostText, nodeText, portText, prefixText, protoText } from "../reference/random-texts.js";
import { believingOptions } from "../reference/random-options.js";
import { VENDOR_SIGNS } from "../reference/signs.js";

const NETWORKS = ["10.0.0.0/8", "127.0.0.1", "2001:db8::/32"];
const PEER = "10.0.0.1";

const hopText = fc.constantFrom("10.0.0.2", "10.9.9.9:80", "127.0.0.1", "::ffff:10.0.0.3", "[2001:db8::7]:40000");
const outsiderText = fc.constantFrom("198.51.100.7", "203.0.113.9:4711", "2001:db9::1", "unknown", "", "0.0.0.0");

/** Anything that a client may send to the left of the proxies' values. */
const hostile = fc
  .oneof(
    listHeader(fc.oneof(nodeText, hostText, protoText)),
    forwardedHeader,
    fc.string({ unit: fc.constantFrom('"', "\\", ",", ";", "=", "for=6.6.6.6", "6.6.6.6", " ", "a"), maxLength: 12 }),
    fc.constantFrom('for="6.6.6.6', '"', "\\", '\\"', '"\\', "for=6.6.6.6;host=evil.test", "6.6.6.6,".repeat(100)),
  )
  .map((value) => (typeof value === "string" ? value : value.join(",")));

/** The values of the trusted hops, by header, and options that believe exactly these. */
interface Believed {
  readonly headers: Readonly<Record<string, string>>;
  readonly options: ProxyFixOptions;
}

/** Items without commas, which are one slot each. */
function slots(item: fc.Arbitrary<string>, length: number): fc.Arbitrary<string> {
  const slot = item.filter((text) => !text.includes(","));
  return fc.array(slot, { minLength: length, maxLength: length }).map((items) => items.join(", "));
}

const count = fc.integer({ min: 1, max: 3 });

const xHeaders = fc.tuple(count, count, count, count, count).chain(([xFor, xProto, xHost, xPort, xPrefix]) =>
  fc.record({
    options: fc.constant({ xFor, xProto, xHost, xPort, xPrefix }),
    headers: fc.record({
      "x-forwarded-for": slots(nodeText, xFor),
      "x-forwarded-proto": slots(protoText, xProto),
      "x-forwarded-host": slots(hostText, xHost),
      "x-forwarded-port": slots(portText, xPort),
      "x-forwarded-prefix": slots(prefixText, xPrefix),
    }),
  }),
);

const elements = count.chain((forwarded) =>
  fc.record({
    options: fc.constant({ forwarded }),
    headers: fc.record({
      forwarded: fc.array(oneElement(), { minLength: forwarded, maxLength: forwarded }).map((all) => all.join(",")),
    }),
  }),
);

/** One well-formed element of the kind that proxies write. */
function oneElement(): fc.Arbitrary<string> {
  return forwardedHeader
    .map((value) => (typeof value === "string" ? value : value.join(";")))
    .filter((text) => parseForwardedStrictly(text)?.length === 1);
}

const counted: fc.Arbitrary<Believed> = fc
  .tuple(fc.oneof(xHeaders, elements), fc.constantFrom({}, { trustedPeers: NETWORKS }))
  .map(([{ headers, options }, peers]) => ({
    headers: headers as Record<string, string>,
    options: { ...options, ...peers },
  }));

/** A chain of trusted hops behind an address that is not trusted, as X-Forwarded-For or as Forwarded. */
const walked: fc.Arbitrary<Believed> = fc
  .tuple(
    xHeaders,
    outsiderText,
    fc.array(hopText, { maxLength: 3 }),
    fc.boolean(),
    fc.constantFrom(Number.POSITIVE_INFINITY, 2),
  )
  .map(([{ headers, options }, outsider, hops, byForwarded, furthest]) => {
    const chain = [outsider, ...hops];
    if (byForwarded) {
      const nodes = chain.map((text) => (isIPv6(text) ? `[${text}]` : text));
      const forwarded = nodes.map((text) => `for="${text}";host=h${text.length}.test`).join(",");
      return { headers: { forwarded }, options: { forwarded: furthest, trustedProxies: NETWORKS } };
    }
    return {
      headers: { ...headers, "x-forwarded-for": chain.join(",") },
      options: { ...options, xFor: furthest, trustedProxies: NETWORKS },
    };
  });

function resolveWith(headers: RequestFacts["headers"], options: ProxyFixOptions): unknown {
  return copyFields(resolve({ headers, peerAddress: PEER }, options));
}

describe("text to the left of the believed values", () => {
  it("does not change a resolution, in the same line or in lines of its own", { timeout: LIMIT }, () => {
    const property = fc.property(fc.oneof(counted, walked), hostile, hostile, ({ headers, options }, text, more) => {
      const own = { host: "backend.internal" };
      const alone = resolveWith({ ...own, ...headers }, options);
      const ahead = Object.entries(headers).map(([name, value]) => [name, `${text},${value}`]);
      const lines = Object.entries(headers).map(([name, value]) => [name, [text, more, value]]);
      expect(resolveWith({ ...own, ...Object.fromEntries(ahead) }, options)).toStrictEqual(alone);
      expect(resolveWith({ ...own, ...Object.fromEntries(lines) }, options)).toStrictEqual(alone);
    });
    fc.assert(property, { numRuns: RUNS });
  });
});

/** The names that the options believe, and those of the connection itself. */
function enabledNames(options: ProxyFixOptions): string[] {
  const { headerNames, clientAddressHeader, forwarded = 0 } = options;
  const single = typeof clientAddressHeader === "object" ? clientAddressHeader.name : clientAddressHeader;
  const xFor = options.xFor ?? (forwarded > 0 || typeof clientAddressHeader === "string" ? 0 : 1);
  const xProto = options.xProto ?? (forwarded > 0 ? 0 : 1);
  const enabled = [
    xFor > 0 && (headerNames?.for ?? "x-forwarded-for"),
    xProto > 0 && (headerNames?.proto ?? "x-forwarded-proto"),
    (options.xHost ?? 0) > 0 && (headerNames?.host ?? "x-forwarded-host"),
    (options.xPort ?? 0) > 0 && (headerNames?.port ?? "x-forwarded-port"),
    (options.xPrefix ?? 0) > 0 && (headerNames?.prefix ?? "x-forwarded-prefix"),
    forwarded > 0 && "forwarded",
    single,
    "host",
    ":authority",
  ];
  return enabled.filter((name) => typeof name === "string").map((name) => name.toLowerCase());
}

const SIX = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix", "forwarded"]; // prettier-ignore
const VENDORS = ["x-real-ip", "true-client-ip", "cf-connecting-ip", "client-ip", "x_forwarded_for", "x-forwarded-ssl", "front-end-https", "x-forwarded-server", "x-original-host", "x-http-method-override", "via", "cdn-loop", "cf-ipcountry", "proxy", "connection"]; // prettier-ignore

/** Requests of a trusted peer, half of them without the header of the address, so that R2 checks for other headers. */
const sparseFacts = fc.tuple(requestFacts, fc.boolean()).map(([facts, isSparse]) => {
  const { "x-forwarded-for": _for, forwarded: _forwarded, ...rest } = facts.headers as Record<string, string>;
  return isSparse ? { ...facts, peerAddress: PEER, headers: rest } : facts;
});

const vouchingOptions: fc.Arbitrary<ProxyFixOptions> = fc.oneof(
  believingOptions,
  fc.constantFrom<ProxyFixOptions>(
    { trustedPeers: NETWORKS },
    { trustedProxies: NETWORKS },
    { forwarded: 1, trustedPeers: NETWORKS },
    { clientAddressHeader: "fly-client-ip", trustedPeers: NETWORKS },
  ),
);

describe("a header that no option believes", () => {
  it(
    "does not change a resolution, except that a client which a trusted proxy did not name becomes unknown",
    { timeout: LIMIT },
    () => {
      const name = fc.oneof(fc.constantFrom(...SIX), fc.constantFrom(...VENDORS));
      const property = fc.property(sparseFacts, vouchingOptions, name, hostile, (facts, options, added, text) => {
        fc.pre(typeof Reflect.get(facts.headers, "get") !== "function");
        fc.pre(!enabledNames(options).includes(added));
        const { [added]: _removed, ...without } = facts.headers as Record<string, string>;
        const before = copyFields(resolve({ ...facts, headers: without }, options));
        const after = copyFields(resolve({ ...facts, headers: { ...without, [added]: text } }, options));
        const vouched = options.trustedPeers !== undefined || options.trustedProxies !== undefined;
        const isAbsent = before.issues.some(({ reason }) => reason === "absent");
        const mayHide = vouched && isAbsent && isSignOfProxy(added, options) && before.addresses.length === 0;
        const { clientAddress, clientPort } = mayHide && after.clientAddress === undefined ? after : before;
        expect(after).toStrictEqual({ ...before, clientAddress, clientPort });
      });
      fc.assert(property, { numRuns: RUNS });
    },
  );
});

/** Whether a header that is not believed still shows a proxy at work (R2). */
function isSignOfProxy(name: string, options: ProxyFixOptions): boolean {
  const { clientAddressHeader: single } = options;
  const own = [...Object.values(options.headerNames ?? {}), typeof single === "object" ? single.name : single];
  const signs = [...SIX, "via", "cdn-loop", ...VENDOR_SIGNS, ...own.map((other) => other?.toLowerCase())];
  return signs.includes(name);
}
