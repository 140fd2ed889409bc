import { describe, expect, it } from "vitest";

import { describeProxies } from "../../src/recommend/describe-proxies.js";

describe("describeProxies", () => {
  it.each([
    [{ xFor: 2, xProto: 1 }, "Two proxies stand in front of this application."],
    [{ forwarded: 1 }, "One proxy stands in front of this application."],
    [{ xFor: 7 }, "7 proxies stand in front of this application."],
    [
      { xFor: 0, xProto: 0 },
      "No proxy in front of this application adds the client's address; the peer is the client.",
    ],
    [{ clientAddressHeader: "x-real-ip" }, "A proxy stands in front of this application, and writes X-Real-IP."],
    [{ trustedProxies: ["10.0.0.0/8"] }, "A chain of proxies that varies stands in front of this application."],
  ])("describes those of %j", (options, text) => {
    expect(describeProxies(options)).toBe(text);
  });
});
