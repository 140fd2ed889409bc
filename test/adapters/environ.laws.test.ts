import { fc, test } from "@fast-check/vitest";
import { proxyFix } from "proxyfix/environ";
import type { AdapterOptions, Environ } from "proxyfix/environ";
import { describe, expect } from "vitest";
import { list } from "./environ/request.js";

/** The gateway's own variables, in several set-ups. */
const gateway: fc.Arbitrary<Environ> = fc.record(
  {
    REMOTE_ADDR: fc.constantFrom("10.0.0.1", "203.0.113.7", "::1", "unix:"),
    REMOTE_PORT: fc.constantFrom("40000", ""),
    REQUEST_SCHEME: fc.constantFrom("http", "https"),
    HTTPS: fc.constantFrom("on", "off"),
    SERVER_NAME: fc.constantFrom("backend", ""),
    SERVER_PORT: fc.constantFrom("80", "8080"),
    SCRIPT_NAME: fc.constantFrom("", "/shop"),
    HTTP_HOST: fc.constantFrom("example.com", "example.com:8080", ""),
  },
  { requiredKeys: ["REMOTE_ADDR"] },
);

const forwardingVariable = fc.constantFrom(
  "HTTP_X_FORWARDED_FOR",
  "HTTP_X_FORWARDED_PROTO",
  "HTTP_X_FORWARDED_HOST",
  "HTTP_X_FORWARDED_PORT",
  "HTTP_X_FORWARDED_PREFIX",
  "HTTP_FORWARDED",
  "HTTP_X_REAL_IP",
  "HTTP_PROXY",
);
const word = fc.constantFrom(
  "6.6.6.6",
  "10.0.0.1",
  "https",
  "evil.example",
  "8443",
  "/evil",
  "for=6.6.6.6;host=evil.example",
  "",
  '"',
  "a, b",
);
const forged: fc.Arbitrary<Environ> = fc.dictionary(forwardingVariable, fc.oneof(word, fc.string()));

const options: fc.Arbitrary<AdapterOptions> = fc.constantFrom(
  {},
  { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1 },
  { forwarded: 1 },
  { xFor: 2, trustedPeers: "10.0.0.0/8" },
  { xFor: Infinity, xHost: 1, trustedProxies: ["10.0.0.0/8", "unix"] },
  { clientAddressHeader: "x-real-ip", forwardedHeaders: "keep" },
);

describe("proxyFix for variables", () => {
  test.prop([gateway, forged])(
    "deletes a client's forwarding headers without effect if nothing is counted",
    (own, headers) => {
      const fix = proxyFix();
      expect(list(fix({ ...own, ...headers }))).toEqual(list(fix(own)));
    },
  );

  test.prop([gateway, forged, options])("never writes to the received record", (own, headers, given) => {
    const environ = { ...own, ...headers };
    const before = { ...environ };
    proxyFix(given)(Object.freeze(environ));
    expect(environ).toEqual(before);
  });

  test.prop([gateway, forged, options])("gives the same variables if it is applied twice", (own, headers, given) => {
    const fix = proxyFix(given);
    const once = fix({ ...own, ...headers });
    expect(list(fix(once))).toEqual(list(once));
  });

  test.prop([gateway, forged, options, options])(
    "gives the result of the last one if two with other options are applied",
    (own, headers, one, other) => {
      const environ = { ...own, ...headers };
      const last = proxyFix(other);
      expect(list(last({ ...proxyFix(one)(environ) }))).toEqual(list(last(environ)));
    },
  );

  test.prop([gateway, forged, options])("keeps HTTPS and REQUEST_SCHEME consistent", (own, headers, given) => {
    const fixed = proxyFix(given)({ ...own, ...headers });
    const https = fixed["HTTPS"] === "on";
    expect(fixed["REQUEST_SCHEME"] ?? (https ? "https" : "http")).toBe(https ? "https" : "http");
  });

  test.prop([gateway, forged, options])("returns no variable whose value is undefined", (own, headers, given) => {
    expect(Object.values(proxyFix(given)({ ...own, ...headers }))).not.toContain(undefined);
  });
});
