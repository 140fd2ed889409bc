import Koa from "koa";
import { describe, expect, it } from "vitest";

import { readKoaCall } from "../../../src/inspector/calls/koa.js";
import { createServer } from "node:http";
import { serve } from "../send.js";
import { ANSWER } from "./cases.js";

const next = (): Promise<string> => Promise.resolve("next");

describe("readKoaCall", () => {
  it("answers by the context, so that middleware outside sees the answer", async () => {
    const app = new Koa();
    app.use(async (ctx, go) => {
      await go();
      ctx.set("x-seen", `${ctx.status} ${String(ctx.body)}`);
    });
    app.use((ctx, go) => readKoaCall([ctx, go])!.answer(ANSWER));
    const send = await serve(createServer((req, res) => void app.callback()(req, res)));
    const { status, headers, body } = await send({ target: "/" });
    expect([status, headers["content-type"], headers["vary"], body]).toEqual([200, "text/plain", "Accept", "é"]);
    expect(headers["x-seen"]).toContain("200 ");
  });

  it("passes by returning the promise of next", async () => {
    const ctx = { req: { method: "GET" }, res: {}, request: {}, onerror: next, originalUrl: "/a" };
    const call = readKoaCall([ctx, next]);
    expect(call).toMatchObject({ message: ctx.req, method: "GET", target: "/a" });
    expect(await call?.pass()).toBe("next");
  });

  it.each([[[]], [[{ req: {}, res: {} }, next]], [[{ headers: {}, method: "GET" }, {}]]])(
    "is undefined for other arguments: %j",
    (args) => expect(readKoaCall(args)).toBeUndefined(),
  );
});
