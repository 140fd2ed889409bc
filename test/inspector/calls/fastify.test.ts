import { describe, expect, it } from "vitest";

import { readFastifyCall } from "../../../src/inspector/calls/fastify.js";
import { ANSWER, createRecorder } from "./cases.js";

const raw = { headers: {}, method: "GET" };

describe("readFastifyCall", () => {
  it("sends by the reply, so that hooks see the answer", () => {
    const { object: reply, calls } = createRecorder("code", "headers", "send", "callNotFound");
    const call = readFastifyCall([{ raw }, reply]);
    expect(call).toMatchObject({ message: raw, method: "GET" });
    expect(call?.answer(ANSWER)).toBe(reply);
    expect(calls).toEqual([
      ["code", 200],
      ["headers", ANSWER.headers],
      ["send", "é"],
    ]);
  });

  it("passes to the application's own 404", () => {
    const { object: reply, calls } = createRecorder("callNotFound");
    expect(readFastifyCall([{ raw }, reply])?.pass()).toBe(reply);
    expect(calls).toEqual([["callNotFound"]]);
  });

  it.each([[[]], [[{ raw }]], [[{ raw }, {}]], [[{}, createRecorder("callNotFound").object]]])(
    "is undefined for other arguments: %j",
    (args) => expect(readFastifyCall(args)).toBeUndefined(),
  );
});
