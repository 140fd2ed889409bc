import { describe, expect, it } from "vitest";

import type { FactRow } from "../../../src/inspector/report/fact-rows.js";
import { renderFacts, renderForgedValues } from "../../../src/inspector/view/facts.js";
import { expectSafe, HOSTILE } from "../hostile.js";
import { reportThrough } from "../observations.js";

function listCells({ text }: { readonly text: string }): readonly (readonly string[])[] {
  return text
    .split("<tr>")
    .slice(2)
    .map((row) =>
      row
        .split(/<\/t[hd]>/)
        .slice(0, -1)
        .map((cell) => cell.replaceAll(/<[^>]*>/g, "").trim()),
    );
}

const lost: FactRow = {
  fact: "host",
  value: null,
  source: null,
  forged: { header: "x-forwarded-host", text: "forged.invalid" },
  outcome: "passes",
};

describe("renderFacts", () => {
  it("shows each value, its source, the forged value and its end", () => {
    const { facts, plain } = reportThrough();
    expect(listCells(renderFacts(facts, plain!.explanation, []))).toEqual([
      ["Address", "81.2.69.77", "X-Forwarded-For", "192.0.2.1", "pushed to the left"],
      ["Scheme", "https", "X-Forwarded-Proto", "http", "overwritten"],
      ["Host", "app.example.com", "X-Forwarded-Host", "forged.invalid", "overwritten"],
      ["Port", "443", "X-Forwarded-Host", "6666", "not believed"],
      ["Prefix", "none", "the path arrived whole", "/forged", "not believed"],
    ]);
  });

  it("shows the place of a value among several", () => {
    const { facts, plain } = reportThrough({
      proxy: (headers) => ({
        ...headers,
        "x-forwarded-for": `${headers["x-forwarded-for"] ?? "192.0.2.9"}, 81.2.69.77, 10.0.0.7`,
      }),
    });
    expect(listCells(renderFacts(facts, plain!.explanation, []))[0]?.[2]).toBe(
      "X-Forwarded-For, second from the right",
    );
  });

  it("shows that a fact is not known, that its forged value passes, and the change that helps", () => {
    const fixes = [{ fact: "host" as const, text: "Overwrite it.", page: "" }];
    expect(listCells(renderFacts([lost], undefined, fixes))).toEqual([
      ["Host", "not known", "no header that is right every timeOverwrite it.", "forged.invalid", "passes unchecked"],
    ]);
  });

  it.each([
    [{ ...lost, value: "a", source: "connection", outcome: "refused", status: 403 }, "refused on the way (403)"],
    [{ ...lost, outcome: "untried" }, "not tried"],
    [{ ...lost, outcome: "removed" }, "removed"],
    [{ ...lost, fact: "address", outcome: "pushed" }, "arrives as written"],
  ] as const)("names the end of %j", (row, end) => {
    expect(listCells(renderFacts([row], undefined, []))[0]?.[4]).toBe(end);
  });

  it.each(HOSTILE)("is safe with %s in each text", (_, value) => {
    const row: FactRow = { ...lost, value, source: value, forged: { header: value, text: value } };
    expectSafe(
      renderFacts([row, { ...row, source: "connection" }], undefined, [{ fact: "host", text: value, page: value }]),
    );
    expectSafe(renderForgedValues([row]));
  });
});

describe("renderForgedValues", () => {
  it("shows the ends alone", () => {
    expect(listCells(renderForgedValues([lost]))).toEqual([["Host", "forged.invalid", "passes unchecked"]]);
  });
});
