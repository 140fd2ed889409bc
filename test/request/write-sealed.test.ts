import { describe, expect, it } from "vitest";

import { overwriteLines, overwriteRecord } from "../../src/request/write-sealed.js";

describe("overwriteRecord", () => {
  const value = { host: "app", added: "1" };

  it("gives a record the keys and values of another one", () => {
    const record = { host: "evil.test", "x-real-ip": "6.6.6.6" };
    overwriteRecord(record, value);
    expect(record).toEqual(value);
  });

  it("empties the values of a sealed record that it cannot delete", () => {
    const record = Object.seal({ host: "evil.test", "x-real-ip": "6.6.6.6" });
    overwriteRecord(record, value);
    expect(record).toEqual({ host: "app", "x-real-ip": undefined });
  });

  it("hides a value that the record inherits", () => {
    const record = Object.create({ "x-real-ip": "6.6.6.6" }) as Record<string, unknown>;
    overwriteRecord(record, value);
    expect(record["x-real-ip"]).toBeUndefined();
  });

  it("writes what one read-only value leaves, and nothing to a frozen record", () => {
    const record = { host: "evil.test", "x-real-ip": "6.6.6.6" };
    Object.defineProperty(record, "host", { writable: false });
    overwriteRecord(record, value);
    expect(record).toEqual({ host: "evil.test", added: "1" });
    const frozen = Object.freeze({ host: "evil.test" });
    overwriteRecord(frozen, value);
    expect(frozen).toEqual({ host: "evil.test" });
  });
});

describe("overwriteLines", () => {
  const value = ["Host", "app"];

  it("empties the lines of a sealed array that are too many", () => {
    const lines = Object.seal(["X-Real-IP", "6.6.6.6", "Host", "evil.test"]);
    overwriteLines(lines, value);
    expect(lines).toEqual(["Host", "app", "", ""]);
  });

  it("writes nothing to a frozen array", () => {
    const lines = ["Host", "evil.test"];
    overwriteLines(Object.freeze(lines) as string[], value);
    expect(lines).toEqual(["Host", "evil.test"]);
  });

  it("adds missing lines if the array accepts them", () => {
    const lines: string[] = [];
    overwriteLines(lines, value);
    expect(lines).toEqual(value);
  });
});
