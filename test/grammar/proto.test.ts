import { describe, expect, it } from "vitest";

import { parseOnOff, parseProto } from "../../src/grammar/proto.js";

describe("a proto", () => {
  it.each([
    ["http", "http"],
    ["https", "https"],
    ["HTTP", "http"],
    ["hTTpS", "https"],
    ["ws", "http"],
    ["WSS", "https"],
  ])("%s is %s", (text, proto) => {
    expect(parseProto(text, 0, text.length)).toBe(proto);
  });

  it.each([
    "",
    "h",
    "on",
    "off",
    "htt",
    "https:",
    "http2",
    "httpss",
    "wsss",
    "w3",
    "Xttp",
    "http\u0000",
    "HTTP/",
    "ht\u0014p",
  ])("%j is none", (text) => {
    expect(parseProto(text, 0, text.length)).toBeUndefined();
  });

  it("is read between the offsets alone", () => {
    expect(parseProto("a,https,b", 2, 7)).toBe("https");
  });
});

describe("on and off", () => {
  it.each([
    ["on", "https"],
    ["ON", "https"],
    ["off", "http"],
    ["Off", "http"],
  ])("%s is %s", (text, proto) => {
    expect(parseOnOff(text, 0, text.length)).toBe(proto);
  });

  it.each(["", "o", "of", "onn", "https", "no", "1", "yes"])("%j is neither", (text) => {
    expect(parseOnOff(text, 0, text.length)).toBeUndefined();
  });
});
