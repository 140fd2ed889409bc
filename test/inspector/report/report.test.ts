import { describe, expect, it } from "vitest";

import { createReport } from "../../../src/inspector/report/report.js";
import { barePass, PAGE_URL, probeThrough, reportThrough, VISITOR } from "../observations.js";

describe("createReport", () => {
  it("recommends options that are unsure until the visitor confirms the address", () => {
    const options = { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback" };
    expect(reportThrough()).toMatchObject({ options, inferred: VISITOR, recommendation: { verdict: "unsure" } });
    const confirmed = reportThrough({}, { address: VISITOR });
    expect(confirmed).toMatchObject({ options, inferred: VISITOR, recommendation: { verdict: "likely" } });
  });

  it("draws the request that forged the header of the address alone", () => {
    const { drawn } = reportThrough();
    expect(drawn?.observation.sent.headers).toEqual([["x-forwarded-for", "192.0.2.1"]]);
    expect(drawn?.explanation.chain.hops.map(({ role, address }) => [role, address])).toEqual([
      ["proxy", "127.0.0.1"],
      ["client", VISITOR],
      ["claim", "192.0.2.1"],
    ]);
  });

  it("draws the plain visit, by options that believe nothing, if no options are right", () => {
    const report = reportThrough({ proxy: barePass });
    expect(report.options).toBeUndefined();
    expect(report.drawn?.observation.sent.headers).toBeUndefined();
    expect(report.plain?.explanation.resolution).toMatchObject({ clientAddress: "127.0.0.1", issues: [] });
  });

  it("keeps the address that the proxies name beside another one that was typed", () => {
    const report = reportThrough({}, { address: "203.0.113.200" });
    expect(report).toMatchObject({ inferred: VISITOR, recommendation: { declined: { code: "address-untold" } } });
  });

  it("explains the way of a request without the options that refuse it", () => {
    const report = reportThrough({}, { allowedHosts: ["other.test"], strict: true });
    expect(report.options).toMatchObject({ allowedHosts: ["other.test"], strict: true });
    expect(report.drawn?.explanation.refusal).toBeNull();
  });

  it("counts the requests, and lists the ends of those that did not arrive", () => {
    const [plain, , ...others] = probeThrough();
    const sent = others.at(0)!.sent;
    const observations = [
      plain!,
      { sent, arrived: { status: 403 } },
      { sent, arrived: { failed: "a redirect" } },
      { sent, arrived: { cached: true } as const },
      { sent, arrived: { status: 403 } },
      ...others,
    ];
    const report = createReport(PAGE_URL, observations, { framework: "express" });
    expect(report.losses).toEqual(["status 403", "a redirect", "the answer of a cache"]);
    // The last one is a plain visit.
    const forged = others.length - 1;
    expect(report.forged).toEqual({ sent: forged + 4, arrived: forged });
  });

  it("is a report of nothing if no visit arrived", () => {
    const report = createReport(PAGE_URL, [{ sent: { url: PAGE_URL }, arrived: { status: 401 } }], {
      framework: "koa",
    });
    expect(report).toMatchObject({ losses: ["status 401"], inferred: null, recommendation: { verdict: "declined" } });
    expect(report.plain).toBeUndefined();
  });
});
