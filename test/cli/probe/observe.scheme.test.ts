import { beforeEach, describe, expect, it, vi } from "vitest";

import { observeOtherScheme } from "../../../src/cli/probe/observe.js";
import type { ProbeAnswer } from "../../../src/recommend/read-arrived.js";

/** The answers of the two default ports, which a test cannot listen on. */
const ports = vi.hoisted(() => ({ answer: (_url: URL): ProbeAnswer => ({ failed: "ECONNREFUSED" }) }));
vi.mock("../../../src/cli/probe/send-request.js", () => ({
  sendRequest: (url: URL) => Promise.resolve(ports.answer(url)),
}));

const TRANSPORT = { rejectUnauthorized: true, timeout: 1 };
const visit = (url: string) => observeOtherScheme(new URL(url), { visitor: "me" }, TRANSPORT);

function arrive(url: URL): ProbeAnswer {
  const body = JSON.stringify({ facts: { headers: {} }, path: `${url.pathname}${url.search}`, rawHeaders: [] });
  return { status: 200, body };
}

describe("observeOtherScheme", () => {
  beforeEach(() => {
    ports.answer = () => ({ failed: "ECONNREFUSED" });
  });

  it("observes that http leads to https, as a fact about the https address", async () => {
    ports.answer = (url) =>
      url.protocol === "https:" ? arrive(url) : { status: 301, location: "https://a.test/x", body: "" };
    expect(await visit("https://a.test/x")).toMatchObject({
      sent: { url: expect.stringMatching(/^https:\/\/a\.test\/x\?proxyfix=/), visitor: "me", httpRedirects: true },
      arrived: { path: expect.stringContaining("/x?proxyfix=") },
    });
  });

  it.each([
    ["another host", { status: 301, location: "https://b.test/", body: "" }],
    ["http", { status: 301, location: "http://a.test/y", body: "" }],
    ["a path", { status: 301, location: "/y", body: "" }],
    ["nowhere", { status: 301, body: "" }],
  ])("observes nothing if http leads to %s", async (_, answer) => {
    ports.answer = (url) => (url.protocol === "https:" ? arrive(url) : answer);
    expect(await visit("https://a.test/x")).toBeUndefined();
  });

  it.each([
    ["https://a.test/x", "http://a.test/x"],
    ["http://a.test/x", "https://a.test/x"],
  ])("observes a plain visit if both schemes are served: %s and %s", async (url, other) => {
    ports.answer = arrive;
    const observation = await visit(url);
    expect(observation?.sent).toEqual({ url: expect.stringContaining(`${other}?proxyfix=`), visitor: "me" });
  });

  it("observes nothing if the other scheme is not served", async () => {
    expect(await visit("http://a.test/x")).toBeUndefined();
  });
});
