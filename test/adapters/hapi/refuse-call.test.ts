import { describe, expect, it } from "vitest";
import { refuseCall } from "../../../src/adapters/hapi/refuse-call.js";
import { createServer } from "./server.js";

describe("refuseCall", () => {
  const usage = "await server.register({ plugin, options })";

  it.each([
    [
      "options",
      () => ({ xHost: 1 }),
      "`plugin` was called with an object; it is not called by hand: write await server",
    ],
    ["a server of hapi", createServer, "`plugin` was called with a server of hapi; it is not called by hand: write"],
    ["nothing", () => undefined, "`plugin` was called with undefined; it is not called by hand: write await server"],
    ["an instance of Fastify", () => ({ decorateRequest: refuseCall, register: refuseCall }), "import from there, and write await app.register(proxyFix, { … })"], // prettier-ignore
    ["a context of Koa", () => ({ req: {}, res: {}, request: {}, onerror: refuseCall }), "got a function of proxyfix/hapi; expected one of proxyfix/koa"], // prettier-ignore
  ])("given %s, throws the right call", (_received, create, message) => {
    expect(() => refuseCall(create(), usage)).toThrow(
      expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", message: expect.stringContaining(message) as string }),
    );
  });
});
