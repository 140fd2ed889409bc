import { describe, expect, it } from "vitest";

import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { externalTarget, findState, prefixTarget, receivedTarget } from "../../src/request/state.js";
import { createRequest } from "./made-request.js";

const lines = { Host: "app", "X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-Forwarded-Prefix": "/shop" };
const unprefixed = compileAdapter({});
const prefixed = compileAdapter({ xPrefix: 1 });

describe("prefixTarget", () => {
  it.each([
    ["/users?a=1", "/shop/users?a=1"],
    ["/", "/shop/"],
    ["*", "*"],
    ["http://app/users", "http://app/users"],
    ["app:443", "app:443"],
    ["", ""],
  ])("turns the target %o into %o if the prefix is /shop", (target, expected) => {
    expect(prefixTarget("/shop", target)).toBe(expected);
  });
});

describe("receivedTarget and externalTarget", () => {
  it("use the target as the first adapter received it, even if other code changed the url since", () => {
    const req = createRequest(lines);
    expect(receivedTarget(req)).toBe("/users");
    resolveIncoming(prefixed, req);
    req.url = "/elsewhere";
    expect(receivedTarget(req)).toBe("/users");
    expect(externalTarget(findState(req))).toBe("/shop/users");
  });

  it("use the whole target if a framework has removed a part of the url", () => {
    const req = createRequest(lines, { url: "/7", originalUrl: "/users/7" });
    expect(receivedTarget(req)).toBe("/users/7");
    resolveIncoming(prefixed, req);
    expect(externalTarget(findState(req))).toBe("/shop/users/7");
  });

  it("use the target that an adapter passes in place of the url", () => {
    const req = createRequest(lines, { url: "/7" });
    resolveIncoming(prefixed, req, "/users/7");
    expect(receivedTarget(req)).toBe("/users/7");
    expect(externalTarget(findState(req))).toBe("/shop/users/7");
  });

  it("use an empty target if a made-up request has no url", () => {
    const req = createRequest(lines, { url: undefined });
    expect(receivedTarget(req)).toBe("");
    resolveIncoming(prefixed, req);
    expect(externalTarget(findState(req))).toBe("");
  });
});

describe("externalTarget", () => {
  it("is undefined if the request is not resolved, or has and had no prefix", () => {
    const req = createRequest(lines);
    expect(externalTarget(findState(req))).toBeUndefined();
    resolveIncoming(unprefixed, req);
    expect(externalTarget(findState(req))).toBeUndefined();
  });

  it("is the received target if only an earlier resolution had a prefix", () => {
    const req = createRequest(lines);
    resolveIncoming(prefixed, req);
    expect(externalTarget(findState(req))).toBe("/shop/users");
    resolveIncoming(unprefixed, req);
    expect(externalTarget(findState(req))).toBe("/users");
  });
});
