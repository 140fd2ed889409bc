import { describe, expect, it } from "vitest";
import { describeDecline, listFixes, listGuards } from "../../src/recommend/advice.js";
import { visit } from "./visits.js";

const PAGE = "docs/deploy/nginx.md";

describe("listGuards", () => {
  it("lists each name that was visited once, and strict", () => {
    const visits = visit({}, {}, { url: "https://www.example.com/" });
    expect(listGuards({ xFor: 0, xProto: 0 }, visits).map(({ options }) => options)).toEqual([
      { allowedHosts: ["app.example.com", "www.example.com"] },
      { strict: true },
    ]);
  });

  it("leaves strict out if it is on already", () => {
    const guards = listGuards({ xFor: 0, xProto: 0, strict: true }, visit({}));
    expect(guards.map(({ options }) => Object.keys(options))).toEqual([["allowedHosts"]]);
  });

  it("leaves out what would refuse a plain visit, and only that", () => {
    const other = { arrived: { host: "upstream.internal" } };
    for (const visits of [visit(other), visit({}, other)]) {
      expect(listGuards({ xFor: 0, xProto: 0 }, visits).map(({ options }) => options)).toEqual([{ strict: true }]);
    }
    expect(listGuards({ xFor: 1, xProto: 0 }, visit({})).map(({ options }) => Object.keys(options))).toEqual([
      ["allowedHosts"],
    ]);
    const forged = visit({}, { ...other, headers: [["x-forwarded-host", "x"]] });
    expect(listGuards({ xFor: 0, xProto: 0 }, forged)).toHaveLength(2);
  });
});

describe("listFixes", () => {
  it("lists a fix for each untold fact, with the page of the proxy", () => {
    const fixes = listFixes(["address", "proto", "host", "port"], [], PAGE);
    expect(fixes.map(({ fact, page }) => `${fact} ${page}`)).toEqual([
      `address ${PAGE}`,
      `proto ${PAGE}`,
      `host ${PAGE}`,
      `port ${PAGE}`,
    ]);
    expect(new Set(fixes.map(({ text }) => text))).toHaveProperty("size", 4);
  });

  it("names the prefix that a proxy removes, with the page of rewriting", () => {
    const visits = visit({ url: "http://app.example.com/shop/a", path: "/a" });
    const [fix] = listFixes(["prefix"], visits, PAGE);
    expect(fix?.text).toContain(`rewriteHeaders(set("x-forwarded-prefix", "/shop"))`);
    expect(fix?.page).toBe("docs/guide/rewriting-headers.md");
  });

  it("names no prefix if the path was rewritten", () => {
    const [fix] = listFixes(["prefix"], visit({ path: "/other" }), PAGE);
    expect(fix).toEqual({ fact: "prefix", page: PAGE, text: expect.stringContaining("rewrites the path") as string });
  });
});

describe("describeDecline", () => {
  it("has a text for each reason", () => {
    const codes = ["no-visit", "same-for-all", "ask-address", "address-untold"] as const;
    expect(new Set(codes.map(describeDecline))).toHaveProperty("size", 4);
  });
});
