import { describe, expect, it } from "vitest";

import { parseOnOff, parseProto } from "../../src/grammar/proto.js";

describe("parseProto", () => {
  it.each([
    ["http", "http"],
    ["https", "https"],
    ["HTTP", "http"],
    ["hTTpS", "https"],
    ["ws", "http"],
    ["WSS", "https"],
  ])("parses %j as %s", (text, proto) => {
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
  ])("rejects %j", (text) => {
    expect(parseProto(text, 0, text.length)).toBeUndefined();
  });

  it("reads only the text between the offsets", () => {
    expect(parseProto("a,https,b", 2, 7)).toBe("https");
  });
});

describe("parseOnOff", () => {
  it.each([
    ["on", "https"],
    ["ON", "https"],
    ["off", "http"],
    ["Off", "http"],
  ])("parses %j as %s", (text, proto) => {
    expect(parseOnOff(text, 0, text.length)).toBe(proto);
  });

  it.each(["", "o", "of", "onn", "https", "no", "1", "yes"])("rejects %j", (text) => {
    expect(parseOnOff(text, 0, text.length)).toBeUndefined();
  });
});
