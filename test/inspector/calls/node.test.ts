import { describe, expect, it } from "vitest";

import { readNodeCall } from "../../../src/inspector/calls/node.js";
import { ANSWER, createRecorder } from "./cases.js";

const req = { headers: {}, method: "GET", url: "/" };

describe("readNodeCall", () => {
  it("sends the status, the headers, the length in bytes and the body", () => {
    const { object: res, calls } = createRecorder("setHeader", "writeHead", "end");
    const call = readNodeCall([req, res]);
    expect([call?.message, call?.method]).toEqual([req, "GET"]);
    call?.answer(ANSWER);
    expect(res).toMatchObject({ statusCode: 200 });
    expect(calls).toEqual([
      ["setHeader", "content-type", "text/plain"],
      ["setHeader", "vary", "Accept"],
      ["setHeader", "content-length", "2"],
      ["end", "é"],
    ]);
  });

  it("calls next without an error, and answers with 404 if there is none", () => {
    const { object: res, calls } = createRecorder("setHeader", "writeHead", "end");
    const passed: unknown[][] = [];
    readNodeCall([req, res, (...args: unknown[]) => passed.push(args)])?.pass();
    expect([passed, calls]).toEqual([[[]], []]);
    readNodeCall([req, res])?.pass();
    expect(res).toMatchObject({ statusCode: 404 });
    expect(calls.at(-1)).toEqual(["end", "Not Found\n"]);
  });

  it.each([[[]], [[req]], [[req, () => undefined]], [[{}, createRecorder("setHeader", "writeHead", "end").object]]])(
    "is undefined for other arguments: %j",
    (args) => expect(readNodeCall(args)).toBeUndefined(),
  );
});
