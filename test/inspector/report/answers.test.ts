import { describe, expect, it } from "vitest";

import { addAddress, applyAnswers } from "../../../src/inspector/report/answers.js";

const observation = { sent: { url: "https://a.test/" }, arrived: { status: 403 } };
const options = { xFor: 2, trustedPeers: "loopback" };
const choices = {
  trustedPeers: [
    { value: "10.0.3.17", text: "" },
    { value: "10.0.3.0/24, 10.0.4.0/24", text: "" },
    { value: null, text: "" },
  ],
};
const framework = "express";

describe("addAddress", () => {
  it("adds a known address to each observation, and changes none without one", () => {
    expect(addAddress([observation], "81.2.69.77")).toEqual([
      { ...observation, sent: { url: "https://a.test/", address: "81.2.69.77" } },
    ]);
    expect(addAddress([observation], undefined)).toEqual([observation]);
  });
});

describe("applyAnswers", () => {
  it.each([
    [{}, options],
    [{ peers: 0 }, { xFor: 2, trustedPeers: "10.0.3.17" }],
    [{ peers: 1 }, { xFor: 2, trustedPeers: ["10.0.3.0/24", "10.0.4.0/24"] }],
    [{ peers: 2 }, options],
    [{ peers: 9 }, options],
    [
      { strict: true, allowedHosts: ["a.test"] },
      { ...options, strict: true, allowedHosts: ["a.test"] },
    ],
    [{ allowedHosts: [] }, options],
  ] as const)("adds %j to the options", (answers, expected) => {
    expect(applyAnswers({ options, choices }, { framework, ...answers })).toEqual(expected);
  });

  it("has no options if there is no recommendation", () => {
    expect(applyAnswers({ choices }, { framework, strict: true })).toBeUndefined();
  });
});
