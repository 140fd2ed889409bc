import { describe, expect, it } from "vitest";

import { changeAnswers } from "../../../src/inspector/client/change-answers.js";
import type { Answers } from "../../../src/inspector/report/answers.js";

const framework = "express";

describe("changeAnswers", () => {
  it.each([
    [{}, { control: "confirm", value: "81.2.69.77" }, { address: "81.2.69.77" }],
    [{ isAddressDenied: true }, { control: "type", value: " 2a02::1 " }, { isAddressDenied: true, address: "2a02::1" }],
    [{ address: "81.2.69.77" }, { control: "deny", value: "" }, { isAddressDenied: true }],
    [{}, { control: "peers", value: "2" }, { peers: 2 }],
    [{}, { control: "framework", value: "koa" }, { framework: "koa" }],
    [{}, { control: "strict", value: "true", checked: true }, { strict: true }],
    [{ strict: true }, { control: "strict", value: "true", checked: false }, {}],
    [{}, { control: "allowedHosts", value: "a.test b.test", checked: true }, { allowedHosts: ["a.test", "b.test"] }],
    [{ allowedHosts: ["a.test"] }, { control: "allowedHosts", value: "a.test", checked: false }, {}],
    [
      { allowedHosts: ["a.test"] },
      { control: "hosts", value: " a.test, b.test " },
      { allowedHosts: ["a.test", "b.test"] },
    ],
  ] as const)("changes %j by %j", (before, interaction, after) => {
    const answers: Answers = { framework, ...before };
    expect(changeAnswers(answers, interaction)).toEqual({ framework, ...after });
    expect(answers).toEqual({ framework, ...before });
  });

  it.each([
    ["type", "300.1.1.1"],
    ["type", "unix"],
    ["type", ""],
    ["confirm", "<script>"],
    ["toString", "1"],
    ["unknown", "1"],
  ])("changes nothing by %s with %j", (control, value) => {
    expect(changeAnswers({ framework }, { control, value })).toBeUndefined();
  });
});
