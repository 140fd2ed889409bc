import { afterEach, describe, expect, it, vi } from "vitest";
import { readPeerOption } from "../../../src/adapters/fetch/peer-option.js";

/** Returns the message of the error that options cause. */
function messageOf(options: object): string {
  try {
    readPeerOption(options);
  } catch (error) {
    expect(error).toMatchObject({ code: "ERR_PROXYFIX_OPTION", option: "peer" });
    return (error as Error).message;
  }
  return "no error";
}

describe("the option peer", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("is not required on Node, Bun and Deno", () => {
    expect(readPeerOption({})).toBeUndefined();
    const { process } = globalThis;
    for (const runtime of ["Bun", "Deno"]) {
      vi.stubGlobal("process", undefined);
      vi.stubGlobal(runtime, {});
      expect(readPeerOption({})).toBeUndefined();
      vi.unstubAllGlobals();
    }
    expect(globalThis.process).toBe(process);
  });

  it("is required on any other runtime", () => {
    vi.stubGlobal("process", undefined);
    const message = messageOf({});
    vi.unstubAllGlobals();
    expect(message).toBe(
      "`peer` is required on this runtime, which does not report who connects; expected a function that returns the peer " +
        "of a request, such as (request, env) => ({ address: env.peer }); () => undefined if the peer is unknown, so that " +
        "it is never trusted",
    );
  });

  it("is a function", () => {
    const peer = (): undefined => undefined;
    expect(readPeerOption({ peer })).toBe(peer);
    expect(messageOf({ peer: "127.0.0.1" })).toMatch(/^`peer`: got "127.0.0.1"; expected a function/);
    expect(messageOf({ peer: null })).toMatch(/^`peer`: got null; expected a function/);
  });

  it("is an own property of the options", () => {
    expect(readPeerOption(Object.create({ peer: "inherited" }) as object)).toBeUndefined();
  });
});
