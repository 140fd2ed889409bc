import { describe, expect, it } from "vitest";
import type { AdapterFacts, Original } from "../../src/headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../../src/headers/compile-adapter.js";
import { requireHost } from "../../src/headers/require-host.js";

const adapter = requireHost(
  compileAdapter({ xHost: 1, trustedPeers: "loopback", strict: ({ reason }) => reason === "empty" }),
);
const original = { host: "app" } as Original;

function resolve(headers: AdapterFacts["headers"]): ReturnType<typeof adapter.resolve> {
  return adapter.resolve({ headers, peerAddress: "127.0.0.1" }, original);
}

describe("requireHost", () => {
  it("accepts a request with a known host", () => {
    const outcome = resolve({ host: "app", "x-forwarded-for": "203.0.113.7" });
    expect(isRefusal(outcome)).toBe(false);
    expect(outcome).toMatchObject({ clientAddress: "203.0.113.7", host: "app" });
  });

  it("refuses a request without a host with 400 and the facts of its connection", () => {
    const outcome = resolve({ "x-forwarded-for": "203.0.113.7" });
    expect(outcome).toMatchObject({ code: "ERR_PROXYFIX_REFUSED", status: 400 });
    expect(outcome).toMatchObject({ resolution: { clientAddress: "127.0.0.1", host: undefined, original } });
  });

  it("refuses a request with an invalid host, with the issue", () => {
    const issues = [{ header: "x-forwarded-host", reason: "invalid" }];
    const headers = { host: "app", "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https" };
    const outcome = resolve({ ...headers, "x-forwarded-host": "a b" });
    expect(outcome).toMatchObject({ status: 400, issues, resolution: { proto: "http", issues } });
  });

  it("refuses a host that the caller's URLs cannot contain", () => {
    const compiled = compileAdapter({ trustedPeers: "loopback" });
    const guarded = requireHost(compiled, (origin) => origin === "https://app");
    const facts = { peerAddress: "127.0.0.1", encrypted: true };
    expect(guarded.resolve({ ...facts, headers: { host: "app" } }, original)).toMatchObject({ host: "app" });
    expect(guarded.resolve({ ...facts, headers: { host: "xn--a" } }, original)).toMatchObject({ status: 400 });
  });

  it("refuses by the option shadow too, if that is set", () => {
    const guarded = requireHost(compileAdapter({ shadow: {} }));
    expect(guarded.resolveShadow?.({ headers: {} }, original)).toMatchObject({ status: 400 });
    expect(guarded.resolveShadow?.({ headers: { host: "app" } }, original)).toMatchObject({ host: "app" });
    expect(adapter.resolveShadow).toBeUndefined();
  });

  it("leaves a refusal of the options alone", () => {
    expect(resolve({ host: "app", "x-forwarded-for": "" })).toMatchObject({ resolution: { host: "app" } });
  });
});
