import { describe, expect, it } from "vitest";

import { createInspector } from "../../src/inspector/create-inspector.js";
import { VERSION } from "../../src/version.js";

const open = createInspector(() => true);
const call = (init: RequestInit = {}, inspect = open): Response =>
  inspect(new Request("http://a.test/b?c", init)) as Response;

describe("createInspector", () => {
  it("renders the page with the path, the version and a nonce of its own", async () => {
    const response = call();
    const page = await response.text();
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain(VERSION);
    const [, nonce] = /'nonce-(\w+)'/.exec(response.headers.get("content-security-policy")!)!;
    const nonces = new Set([...page.matchAll(/\snonce="([^"]*)"/g)].map(([, found]) => found));
    expect(nonces).toEqual(new Set([nonce]));
  });

  it("has no code and no style that its policy forbids", async () => {
    const page = await call().text();
    const tags = [...page.matchAll(/<(?:script|style|link)\b[^>]*>/g)].map(([tag]) => tag);
    expect(tags.filter((tag) => !tag.includes(" nonce="))).toEqual([]);
    expect(page.match(/<[^>]*\s(?:style|on\w+)=/g)).toBeNull();
  });

  it.each(["GET", "HEAD"])("answers %s", (method) => expect(call({ method }).status).toBe(200));

  it.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])("does not answer %s", (method) =>
    expect(call({ method }).status).toBe(404),
  );

  it("asks for the token in the query, and keeps nothing between requests", () => {
    const given: unknown[] = [];
    const inspect = createInspector((token) => given.push(token) < 0);
    for (const url of ["http://a.test/?token=a", "http://a.test/"]) inspect(new Request(url));
    expect(given).toEqual(["a", undefined]);
    expect(call({}, inspect).status).toBe(404);
  });
});
