import Hapi from "@hapi/hapi";
import { describe, expect, it } from "vitest";

import { readHapiCall } from "../../../src/inspector/calls/hapi.js";
import { ANSWER } from "./cases.js";

describe("readHapiCall", () => {
  it("answers by the toolkit", async () => {
    const server = Hapi.server();
    server.route({ method: "GET", path: "/", handler: (...args) => readHapiCall(args)!.answer(ANSWER) as object });
    const { statusCode, headers, payload } = await server.inject("/");
    expect([statusCode, payload, headers["content-type"]]).toEqual([200, "é", "text/plain; charset=utf-8"]);
    expect(headers["vary"]).toMatch(/\bAccept\b/);
  });

  it("passes with the same answer as hapi's to a path without a route", async () => {
    const server = Hapi.server();
    server.route({ method: "GET", path: "/", handler: (...args) => readHapiCall(args)!.pass() as object });
    const [off, missing] = [await server.inject("/"), await server.inject("/missing")];
    expect([off.statusCode, off.payload, off.headers["content-type"]]).toEqual([
      404,
      missing.payload,
      missing.headers["content-type"],
    ]);
  });

  it.each([[[]], [[{ raw: {} }, {}]], [[{ setUrl: () => undefined }, {}]]])(
    "is undefined for other arguments: %j",
    (args) => expect(readHapiCall(args)).toBeUndefined(),
  );
});
