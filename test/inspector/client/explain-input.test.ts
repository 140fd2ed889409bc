import { describe, expect, it } from "vitest";

import { explainInput } from "../../../src/inspector/client/explain-input.js";

const request = "GET / HTTP/1.1\nHost: app.test\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\n\nbody";
const input = {
  request,
  peer: " 10.0.0.2 ",
  isEncrypted: false,
  options: { xFor: "1", trustedPeers: "10.0.0.2, loopback", strict: "" },
};

describe("explainInput", () => {
  it("explains a request by the options, and writes them as PROXY_FIX", () => {
    const { variable, explanation, ...faults } = explainInput(input);
    expect(variable).toBe("xFor=1,trustedPeers=10.0.0.2 loopback");
    expect(explanation?.facts.address.value).toBe("203.0.113.9");
    expect(faults).toEqual({});
  });

  it("has the defaults of the options if none is written", () => {
    const { variable, explanation } = explainInput({ ...input, options: { xFor: " " } });
    expect(variable).toBe("");
    expect(explanation?.facts.address.value).toBe("203.0.113.9");
  });

  it("accepts headers alone, and knows of TLS", () => {
    const { explanation } = explainInput({ ...input, request: "\n Host: a.test\r\nVia: 1.1 a", isEncrypted: true });
    expect(explanation?.resolution).toMatchObject({ host: "a.test", proto: "https" });
  });

  it("names the fault of each text, and explains nothing then", () => {
    const result = explainInput({ ...input, request: "GET / HTTP/1.1\nno header", options: { xFor: "-1" } });
    expect(result.explanation).toBeUndefined();
    expect(result.requestFault).toMatch(/^line 2 is "no header"/);
    expect(result.optionsFault).toMatch(/xFor/);
  });

  it("names the fault of options that only the resolver sees", () => {
    expect(explainInput({ ...input, options: { allowedHosts: "a b:99999" } }).optionsFault).toMatch(/allowedHosts/);
    expect(explainInput({ ...input, options: { xFor: "2", forwarded: "1" } }).optionsFault).toMatch(/forwarded/);
  });
});
