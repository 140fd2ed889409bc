import { describe, expect, it } from "vitest";

import { readFetchCall, readHonoCall } from "../../../src/inspector/calls/fetch.js";
import { ANSWER } from "./cases.js";

const URL = "http://a.test/b?c";

describe("readFetchCall", () => {
  it("answers with a Response", async () => {
    const response = readFetchCall([new Request(URL)])?.answer(ANSWER) as Response;
    expect([response.status, await response.text()]).toEqual([200, "é"]);
    expect([...response.headers]).toEqual(Object.entries(ANSWER.headers));
  });

  it("answers HEAD without a body", async () => {
    const response = readFetchCall([new Request(URL, { method: "HEAD" })])?.answer(ANSWER) as Response;
    expect([response.status, response.body]).toEqual([200, null]);
  });

  it("answers with 404 in place of an application", () => {
    expect((readFetchCall([new Request(URL)])!.pass() as Response).status).toBe(404);
  });

  it.each([
    ["Bun's server", { requestIP: () => ({ address: "192.0.2.1", port: 1234 }) }, "192.0.2.1"],
    ["Deno's info", { remoteAddr: { transport: "tcp", hostname: "192.0.2.2", port: 1234 } }, "192.0.2.2"],
  ])("finds the peer in %s", (_, argument, address) => {
    const call = readFetchCall([new Request(URL), argument]);
    expect(call?.message).toMatchObject({ url: URL, socket: { remoteAddress: address, remotePort: 1234 } });
  });

  it("finds Node's request in { incoming }", () => {
    const incoming = { headers: {}, socket: {}, url: "/b?c" };
    expect(readFetchCall([new Request(URL), { incoming }])?.message).toBe(incoming);
  });

  it.each([[[]], [[{ url: URL, headers: {} }]], [[{ url: URL, headers: {}, clone: () => undefined }]]])(
    "is undefined for other arguments: %j",
    (args) => expect(readFetchCall(args)).toBeUndefined(),
  );
});

const createContext = (raw: unknown, env?: unknown): object => ({ req: { raw }, env, newResponse: () => undefined });

describe("readHonoCall", () => {
  it("answers with a Response, and finds the peer in c.env", () => {
    const call = readHonoCall([createContext(new Request(URL), { remoteAddr: { hostname: "192.0.2.2" } })]);
    expect(call).toMatchObject({ method: "GET", message: { socket: { remoteAddress: "192.0.2.2" } } });
    expect((call!.answer(ANSWER) as Response).status).toBe(200);
  });

  it("passes by returning the promise of next", async () => {
    const next = (): Promise<string> => Promise.resolve("next");
    expect(await readHonoCall([createContext(new Request(URL)), next])?.pass()).toBe("next");
  });

  it.each([[[]], [[{ req: {} }]], [[createContext({})]], [[new Request(URL)]]])(
    "is undefined for other arguments: %j",
    (args) => expect(readHonoCall(args)).toBeUndefined(),
  );
});
