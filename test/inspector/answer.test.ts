import { describe, expect, it } from "vitest";

import { createAnswer, NOT_FOUND } from "../../src/inspector/answer.js";

describe("createAnswer", () => {
  it("allows the code with the nonce, and connections to the own origin", () => {
    expect(createAnswer("text/html", "a", "0f").headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'nonce-0f'; style-src 'nonce-0f'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it("allows nothing without a nonce", () => {
    expect(createAnswer("application/json", "{}")).toEqual({
      status: 200,
      body: "{}",
      headers: {
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "content-type": "application/json; charset=utf-8",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
        vary: "Accept",
      },
    });
  });
});

describe("NOT_FOUND", () => {
  it("contains nothing of the request, and does not show that there is an inspector", () => {
    expect([NOT_FOUND.status, NOT_FOUND.body]).toEqual([404, "Not Found\n"]);
    expect(JSON.stringify(NOT_FOUND)).not.toMatch(/proxyfix|inspector|token/i);
  });
});
