import { describe, expect, it } from "vitest";

import { renderHero } from "../../../src/inspector/view/hero.js";
import { createReport } from "../../../src/inspector/report/report.js";
import { expectSafe, HOSTILE } from "../hostile.js";
import { appendingProxy, barePass, PAGE_URL, probeThrough, reportThrough, VISITOR } from "../observations.js";

const words = (markup: { readonly text: string }): string =>
  markup.text.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");

describe("renderHero", () => {
  it("answers, and asks whether the address is the visitor's", () => {
    const text = words(renderHero(reportThrough()));
    expect(text).toContain("One proxy stands in front of this application.");
    expect(text).toContain(`They say that you are ${VISITOR}, visiting https://app.example.com.`);
    expect(text).toContain("This page sent itself 36 forged requests: nothing forged was believed.");
    expect(text).toContain(`Is ${VISITOR} your public address?`);
  });

  it("asks nothing more once the address is confirmed and only this machine connects", () => {
    expect(renderHero(reportThrough({}, { address: VISITOR })).text).not.toContain('class="ask"');
  });

  it("asks who may connect if the peer is another machine, and shows the answer", () => {
    const markup = renderHero(reportThrough({ peer: "10.0.3.17" }, { address: VISITOR, peers: 1 }));
    const text = words(markup);
    expect(text).toContain("Who may connect? The proxy came from 10.0.3.17.");
    expect(text).toContain("It keeps its addresstrustedPeers: &quot;10.0.3.17&quot;");
    expect(text).toContain("leave trustedPeers out");
    expect(markup.text).toMatch(/id="peers-1" value="1" checked>/);
  });

  it("asks for the address if the visitor does not know it, or if there are no options", () => {
    for (const report of [reportThrough({}, { isAddressDenied: true }), reportThrough({ proxy: barePass })]) {
      expect(renderHero(report).text).toContain('<label for="address">Your public address</label>');
    }
  });

  it("explains a typed address of the other family, and of the same one", () => {
    const seen = "2a02:8071:b9c4::aa10";
    const proxy = (headers: Readonly<Record<string, string>>) => {
      const arrived = appendingProxy(headers);
      return { ...arrived, "x-forwarded-for": (arrived["x-forwarded-for"] ?? "").replace(VISITOR, seen) };
    };
    expect(words(renderHero(reportThrough({ proxy }, { address: "81.2.69.99" })))).toContain(
      `You typed 81.2.69.99; the proxies saw ${seen}, so you came over IPv6. If that one is yours too`,
    );
    expect(words(renderHero(reportThrough({}, { address: "81.2.69.99" })))).toContain(
      `You typed 81.2.69.99; the proxies saw ${VISITOR}. If that one`,
    );
  });

  it("names the facts that are not known, and counts the requests that did not arrive", () => {
    const proxy = (headers: Readonly<Record<string, string>>) => ({
      ...appendingProxy(headers),
      "x-forwarded-host": "",
      host: "127.0.0.1:3000",
    });
    const [first, second, ...rest] = probeThrough({ proxy });
    const observations = [first!, { ...second!, arrived: { status: 403 } }, ...rest];
    const text = words(renderHero(createReport(PAGE_URL, observations, { framework: "koa" })));
    expect(text).toContain("36 forged requests, 1 of which did not arrive");
    expect(text).toContain("Not known: host, port.");
  });

  it("gives the reason if nothing arrived, and asks nothing", () => {
    const lost = { sent: { url: PAGE_URL }, arrived: { failed: "a redirect" } };
    const markup = renderHero(createReport(PAGE_URL, [lost], { framework: "koa" }));
    expect(words(markup)).toContain("The page&#39;s own visit did not arrive.");
    expect(words(markup)).toContain("Requests ended with: a redirect.");
    expect(markup.text).not.toContain('class="ask"');
  });

  it.each(HOSTILE)("is safe with %s as the typed address, the reason and the host", (_, value) => {
    const lost = { sent: { url: PAGE_URL }, arrived: { failed: value } };
    expectSafe(renderHero(createReport(PAGE_URL, [lost], { framework: value })));
    expectSafe(renderHero(reportThrough({}, { address: value })));
    expectSafe(renderHero(reportThrough({ proxy: (headers) => ({ ...appendingProxy(headers), host: value }) })));
  });
});
