import { once } from "node:events";
import http2, { type ClientHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

import { proxyFix } from "../../../src/adapters/node.js";
import { answerUncalled } from "../../../src/adapters/node/uncalled.js";
import { listenForWarnings } from "../../request/warnings.js";
import { makeRequest } from "./requests.js";

describe("answerUncalled", () => {
  it.each<[string, readonly unknown[]]>([
    ["a handler and options", [() => undefined, {}]],
    ["a request alone", [makeRequest().req]],
    ["a request, a response and a function, as frameworks pass them", [makeRequest().req, makeRequest().res, () => {}]],
    ["a request and a record", [makeRequest().req, {}]],
    ["a response twice", [makeRequest().res, makeRequest().res]],
  ])("returns false for %s, and warns of nothing", (_arguments, args) => {
    const listWarnings = listenForWarnings();
    expect(answerUncalled(args, "proxyFix", "proxyFix(handler, { … })")).toBe(false);
    expect(listWarnings()).toEqual([]);
  });

  it("returns true for a request and a response, answers with status 500, and warns once", () => {
    const listWarnings = listenForWarnings();
    for (const { req, res } of [makeRequest(), makeRequest()]) {
      expect(answerUncalled([req, res], "proxyFix", "proxyFix(handler, { … })")).toBe(true);
      expect([res.statusCode, res.writableEnded]).toEqual([500, true]);
    }
    expect(listWarnings()).toEqual([
      [
        "A server was given proxyFix, which was not called, and answers each request with status 500: write proxyFix(handler, { … }).",
        { type: "ProxyFixWarning", code: "PROXYFIX_NOT_CALLED" },
      ],
    ]);
  });

  it("answers a request of HTTP/2", async () => {
    const listWarnings = listenForWarnings();
    const server = http2.createServer(proxyFix as never).listen(0, "127.0.0.1");
    await once(server, "listening");
    const client: ClientHttp2Session = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => {
      client.close();
      server.close();
    });
    const [headers] = (await once(client.request({ ":path": "/" }).resume(), "response")) as [Record<string, unknown>];
    expect(headers[":status"]).toBe(500);
    expect(listWarnings()).toHaveLength(1);
  });
});
