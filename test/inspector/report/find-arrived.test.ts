import { describe, expect, it } from "vitest";

import {
  findAlone,
  findCombined,
  findPlain,
  hasArrived,
  listSent,
} from "../../../src/inspector/report/find-arrived.js";
import type { Observation } from "../../../src/recommend/index.js";

const arrived = { facts: { headers: {} }, path: "/", rawHeaders: [] };
const send = (
  headers: NonNullable<Observation["sent"]["headers"]>,
  arrival: Observation["arrived"] = arrived,
): Observation => ({
  sent: { url: "https://a.test/", headers },
  arrived: arrival,
});
const plain: Observation = { sent: { url: "https://a.test/" }, arrived };
const one = send([["x-real-ip", "192.0.2.1"]], { status: 403 });
const empty = send([["x-forwarded-for", ""]]);
const two = send([
  ["x-real-ip", "192.0.2.1"],
  ["via", "x"],
]);
const three = send(
  [
    ["x-real-ip", "192.0.2.1"],
    ["via", "x"],
    ["host", "b.test"],
  ],
  { failed: "no answer" },
);
const all = [one, empty, two, three, plain];

describe("the requests of a report", () => {
  it("finds the plain visit", () => {
    expect(findPlain(all)).toBe(plain);
    expect(findPlain([one])).toBeUndefined();
    expect(findPlain([{ ...plain, arrived: { cached: true } }])).toBeUndefined();
  });

  it("finds the request with one forged header and a value, even if it was refused", () => {
    expect(findAlone(all, "x-real-ip")).toBe(one);
    expect(findAlone(all, "x-forwarded-for")).toBeUndefined();
    expect(findAlone(all, "via")).toBeUndefined();
  });

  it("finds the request with the most forged headers among those that arrived", () => {
    expect(findCombined(all)).toBe(two);
    expect(findCombined([plain, one, empty])).toBeUndefined();
  });

  it("lists the forged headers, none of a plain visit", () => {
    expect(listSent(plain)).toEqual([]);
    expect(listSent(one)).toEqual([["x-real-ip", "192.0.2.1"]]);
    expect([hasArrived(plain), hasArrived(one)]).toEqual([true, false]);
  });
});
