import { describe, expect, it } from "vitest";

import { createReport } from "../../../src/inspector/report/report.js";
import { renderReport } from "../../../src/inspector/view/report.js";
import { expectSafe, HOSTILE } from "../hostile.js";
import { appendingProxy, barePass, PAGE_URL, reportThrough, VISITOR } from "../observations.js";

const headings = ({ text }: { readonly text: string }): readonly string[] =>
  [...text.matchAll(/<h[12][^>]*>(.*?)<\/h[12]>/g)].map(([, title = ""]) => title);

describe("renderReport", () => {
  it("begins with the answer, and ends with the lines", () => {
    expect(headings(renderReport(reportThrough()))).toEqual([
      "One proxy stands in front of this application.",
      "From you to the application",
      "What is believed, and why",
      "Paste this",
      "How sure is that?",
      "Line by line",
    ]);
  });

  it("has no options, and marks nothing as believed, if it was declined", () => {
    const report = renderReport(reportThrough({ proxy: barePass }, { address: VISITOR }));
    expect(headings(report)).toEqual([
      "The proxies do not reveal your address.",
      "From you to the application",
      "What became of forged values",
      "Nothing to paste yet",
      "Line by line",
    ]);
    expect(report.text).not.toContain("believed: ");
  });

  it("marks the forged and the believed values of the combined probe", () => {
    const { text } = renderReport(reportThrough());
    expect(text).toContain('<mark><span class="quiet">forged: </span>192.0.2.1</mark>');
    expect(text).toContain('<mark class="ok"><span class="quiet">believed: </span>81.2.69.77</mark>');
  });

  it("shows the reason alone if nothing arrived", () => {
    const lost = { sent: { url: PAGE_URL }, arrived: { status: 401 } };
    expect(headings(renderReport(createReport(PAGE_URL, [lost], { framework: "koa" })))).toEqual([
      "The page&#39;s own visit did not arrive.",
      "Nothing to paste yet",
    ]);
  });

  it.each(HOSTILE)("is safe with %s in headers of the visit, believed or not", (_, value) => {
    for (const name of ["x-hostile", "x-forwarded-host", "x-forwarded-proto", "host", "via", value]) {
      expectSafe(renderReport(reportThrough({ proxy: (headers) => ({ ...appendingProxy(headers), [name]: value }) })));
    }
  });
});
