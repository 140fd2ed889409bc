import { describe, expect, it } from "vitest";
import { listBelieved, type BelievedHeader } from "../../src/recommend/believed-headers.js";
import {
  findPublicHop,
  hasBothSchemes,
  hasQuotedHost,
  hasSeveralLines,
  isForged,
  isListedInConnection,
} from "../../src/recommend/evidence.js";
import type { Observation } from "../../src/recommend/observation.js";
import { readVisits } from "../../src/recommend/visit.js";
import { observe, PAGE, VISITOR, type HandMade } from "./hand-made.js";
import { visit } from "./visits.js";

const [FOR, PROTO] = listBelieved({ xFor: 1, xProto: 1 }) as [BelievedHeader, BelievedHeader];
const [FORWARDED] = listBelieved({ forwarded: 1 }) as [BelievedHeader];
const HTTP = "http://app.example.com/";

function isForgedBy(headers: HandMade["headers"], believed = FOR, more: readonly Observation[] = []): boolean {
  const observations = [observe({}), observe({ headers: headers ?? [] }), ...more];
  return isForged(believed, observations, readVisits(observations));
}

describe("isForged", () => {
  it("returns true for a valid value that is not the truth, in any case of the name", () => {
    expect(isForgedBy([["X-Forwarded-For", "203.0.113.1"]])).toBe(true);
    expect(isForgedBy([["x-forwarded-proto", "http"]], PROTO)).toBe(true);
    expect(isForgedBy([["forwarded", "for=203.0.113.1"]], FORWARDED)).toBe(true);
  });

  it.each<[string, BelievedHeader, string]>([
    ["x-forwarded-for", FOR, VISITOR],
    ["x-forwarded-for", FOR, `203.0.113.1, ${VISITOR}`],
    ["x-forwarded-for", FOR, ""],
    ["x-forwarded-for", FOR, "unknown"],
    ["x-forwarded-for", FOR, "x"],
    ["x-forwarded-proto", PROTO, "https"],
    ["x-forwarded-proto", PROTO, "gopher"],
    ["forwarded", FORWARDED, `for=${VISITOR}`],
    ["forwarded", FORWARDED, "proto=http"],
    ["forwarded", FORWARDED, 'for="'],
  ])("returns false for a value of %s that proves nothing", (_name, believed, value) => {
    expect(isForgedBy([[believed.header, value]], believed)).toBe(false);
  });

  it("returns false if only another header was forged, or the header was listed in Connection", () => {
    expect(isForgedBy([["x-forwarded-host", "203.0.113.1"]])).toBe(false);
    const dropped = [["x-forwarded-for", "203.0.113.1"] as const, ["connection", "x-forwarded-for"] as const];
    expect(isForgedBy(dropped)).toBe(false);
  });

  it("asks for a forged value by each scheme of the plain visits", () => {
    const headers = [["x-forwarded-for", "203.0.113.1"]] as const;
    expect(isForgedBy(headers, FOR, [observe({ url: HTTP })])).toBe(false);
    expect(isForgedBy(headers, FOR, [observe({ url: HTTP }), observe({ url: HTTP, headers })])).toBe(true);
  });

  it.each([
    [400, ["x-forwarded-for"], PAGE, true],
    [403, ["X-Forwarded-For", "x-forwarded-for"], PAGE, true],
    [399, ["x-forwarded-for"], PAGE, false],
    [429, ["x-forwarded-for"], PAGE, false],
    [500, ["x-forwarded-for"], PAGE, false],
    [403, ["x-forwarded-for", "x-real-ip"], PAGE, false],
    [403, [], PAGE, false],
    [403, ["x-forwarded-for"], HTTP, false],
  ])("judges a refusal with status %i of %j at %s: %s", (status, names, url, expected) => {
    const headers = names.map((name) => [name, "203.0.113.1"] as const);
    const refused: Observation = { sent: { url, headers }, arrived: { status } };
    expect(isForgedBy([["x", "y"]], FOR, [refused, observe({})])).toBe(expected);
    // The sender may have been banned.
    expect(isForgedBy([["x", "y"]], FOR, [refused])).toBe(false);
  });
});

describe("hasSeveralLines", () => {
  const lines = (...values: readonly string[]) =>
    visit({}, { headers: values.map((value) => ["x-forwarded-for", value] as const) });

  it("returns true for two forged lines, and false for one", () => {
    expect(hasSeveralLines(FOR, lines("203.0.113.1", "203.0.113.2"))).toBe(true);
    expect(hasSeveralLines(FOR, lines("203.0.113.1, 203.0.113.2"))).toBe(false);
    expect(hasSeveralLines(FOR, lines("203.0.113.1", ""))).toBe(false);
  });

  it("asks for both lines in one request, by each scheme", () => {
    const one = { headers: [["x-forwarded-for", "203.0.113.1"]] as const };
    expect(hasSeveralLines(FOR, visit({}, one, one))).toBe(false);
    expect(hasSeveralLines(FOR, [...lines("203.0.113.1", "203.0.113.2"), ...visit({ url: HTTP })])).toBe(false);
  });
});

describe("hasQuotedHost", () => {
  it("asks for a Host with a quote that arrived or was refused", () => {
    const sent = { url: HTTP, headers: [["host", 'a"']] as const };
    const { arrived } = observe({});
    expect(hasQuotedHost([{ sent, arrived }])).toBe(true);
    expect(hasQuotedHost([{ sent, arrived: { status: 400 } }])).toBe(true);
    expect(hasQuotedHost([{ sent, arrived: { failed: "timeout" } }])).toBe(false);
    expect(hasQuotedHost([{ sent: { url: HTTP, headers: [["host", "a"]] }, arrived }])).toBe(false);
  });
});

describe("isListedInConnection", () => {
  it("asks for the header by each scheme", () => {
    const headers = [["connection", "x-forwarded-for"]] as const;
    expect(isListedInConnection(FOR, visit({}, { headers }))).toBe(true);
    expect(isListedInConnection(PROTO, visit({}, { headers }))).toBe(false);
    expect(isListedInConnection(FOR, visit({}, { headers }, { url: HTTP }))).toBe(false);
  });
});

describe("hasBothSchemes", () => {
  it("returns true for plain visits by both, or for a redirect to https", () => {
    expect(hasBothSchemes(visit({}, { url: HTTP }))).toBe(true);
    expect(hasBothSchemes(visit({}))).toBe(false);
    expect(hasBothSchemes(visit({}, { url: HTTP, headers: [["x", "y"]] }))).toBe(false);
    expect(hasBothSchemes(visit({ httpRedirects: true }))).toBe(true);
    expect(hasBothSchemes(visit({ url: HTTP, httpRedirects: true }))).toBe(false);
  });
});

describe("findPublicHop", () => {
  const chain = (value: string, headers: HandMade["headers"] = []) =>
    visit({ headers: headers ?? [], arrived: { "x-forwarded-for": value } });

  it("returns the public address behind the client", () => {
    expect(findPublicHop({ xFor: 2, xProto: 0 }, chain(`${VISITOR}, 8.8.8.8`))).toBe("8.8.8.8");
    expect(findPublicHop({ xFor: 3, xProto: 0 }, chain(`${VISITOR}, 10.0.0.1, 8.8.8.8`))).toBe("8.8.8.8");
    const forwarded = visit({ arrived: { forwarded: `for=${VISITOR}, for=8.8.8.8` } });
    expect(findPublicHop({ forwarded: 2 }, forwarded)).toBe("8.8.8.8");
  });

  it("returns undefined for private addresses, for one proxy, for a walk and for forged visits", () => {
    expect(findPublicHop({ xFor: 2, xProto: 0 }, chain(`${VISITOR}, 10.0.0.1`))).toBeUndefined();
    expect(findPublicHop({ xFor: 1, xProto: 0 }, chain(`8.8.8.8, ${VISITOR}`))).toBeUndefined();
    const walk = { trustedProxies: ["8.8.8.8"], xProto: 0 };
    expect(findPublicHop(walk, chain(`${VISITOR}, 8.8.8.8`))).toBeUndefined();
    expect(findPublicHop({ xFor: 2, xProto: 0 }, chain(`${VISITOR}, 8.8.8.8`, [["x", "y"]]))).toBeUndefined();
  });
});
