import { describe, expect, it } from "vitest";

import { listFactRows } from "../../../src/inspector/report/fact-rows.js";
import { recommend, type Observation } from "../../../src/recommend/index.js";
import { probeThrough, VISITOR } from "../observations.js";

function rowsOf(observations: readonly Observation[]) {
  return Object.fromEntries(listFactRows(recommend(observations), observations).map((row) => [row.fact, row]));
}

describe("listFactRows", () => {
  it("finds the end of each forged value", () => {
    expect(rowsOf(probeThrough())).toEqual({
      address: {
        fact: "address",
        value: VISITOR,
        source: "x-forwarded-for",
        forged: { header: "x-forwarded-for", text: "192.0.2.1" },
        outcome: "pushed",
      },
      // http, which was forged, is no value of what arrived: https.
      proto: {
        fact: "proto",
        value: "https",
        source: "x-forwarded-proto",
        forged: { header: "x-forwarded-proto", text: "http" },
        outcome: "overwritten",
      },
      host: {
        fact: "host",
        value: "app.example.com",
        source: "x-forwarded-host",
        forged: { header: "x-forwarded-host", text: "forged.invalid" },
        outcome: "overwritten",
      },
      port: {
        fact: "port",
        value: 443,
        source: "x-forwarded-host",
        forged: { header: "x-forwarded-port", text: "6666" },
        outcome: "passes",
      },
      prefix: {
        fact: "prefix",
        value: "",
        source: "connection",
        forged: { header: "x-forwarded-prefix", text: "/forged" },
        outcome: "passes",
      },
    });
  });

  it("finds a refusal, a loss and a removal", () => {
    const observations = probeThrough({
      proxy: (headers) => ({
        ...Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "x-forwarded-prefix")),
        "x-forwarded-for": VISITOR,
      }),
    }).map((observation): Observation => {
      const [name] = observation.sent.headers?.[0] ?? [];
      if (observation.sent.headers?.length !== 1) return observation;
      if (name === "x-forwarded-proto") return { ...observation, arrived: { status: 403 } };
      return name === "x-forwarded-host" ? { ...observation, arrived: { failed: "no answer" } } : observation;
    });
    expect(rowsOf(observations)).toMatchObject({
      address: { outcome: "overwritten" },
      proto: { outcome: "refused", status: 403 },
      host: { outcome: "refused" },
      prefix: { outcome: "removed" },
    });
  });

  it("has no forged value if none was sent", () => {
    expect(rowsOf(probeThrough().slice(0, 1))["address"]).toEqual({
      fact: "address",
      value: VISITOR,
      source: "x-forwarded-for",
      outcome: "untried",
    });
  });
});
