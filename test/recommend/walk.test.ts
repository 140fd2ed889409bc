import { describe, expect, it } from "vitest";
import { findWalk } from "../../src/recommend/walk.js";
import { VISITOR, type HandMade } from "./hand-made.js";
import { visit } from "./visits.js";

const via = (peer: string, chain: string, more: HandMade = {}): HandMade => ({
  peer,
  arrived: { "x-forwarded-for": chain },
  ...more,
});
const short = via("10.0.0.2", VISITOR);
const walk = (...parts: readonly HandMade[]) => findWalk(visit(...parts))?.options.trustedProxies;

describe("findWalk", () => {
  it("finds the peers and the entries behind the client, each once", () => {
    expect(walk(via("10.0.0.2", `${VISITOR}, 10.0.0.7`), short, short)).toEqual(["10.0.0.2", "10.0.0.7"]);
    expect(findWalk(visit(via("10.0.0.2", `${VISITOR}, 10.0.0.7`), short))).toEqual({
      options: { trustedProxies: ["10.0.0.2", "10.0.0.7"], xProto: 0 },
      headers: ["x-forwarded-for"],
    });
  });

  it("writes the peers in canonical text, a unix socket as such, and no address that looks like a network", () => {
    expect(walk(via("::ffff:10.0.0.2", `${VISITOR}, 10.1.0.0`), via("unix", VISITOR))).toEqual([
      "10.0.0.2",
      "10.1.0.0/32",
      "unix",
    ]);
  });

  it("includes a visit that passes no proxy, whose peer is none", () => {
    expect(walk(short, { peer: VISITOR })).toEqual(["10.0.0.2"]);
  });

  it("returns undefined if one count does for all plain visits", () => {
    expect(walk(short, short)).toBeUndefined();
    expect(walk({ peer: VISITOR })).toBeUndefined();
    expect(walk(short, via("10.0.0.2", `${VISITOR}, 10.0.0.7`, { headers: [["x", "y"]] }))).toBeUndefined();
  });

  it("returns undefined if a plain visit does not contain the address", () => {
    expect(walk(via("10.0.0.2", `${VISITOR}, 10.0.0.7`), short, via("10.0.0.2", "8.8.8.8"))).toBeUndefined();
    expect(walk()).toBeUndefined();
  });

  it("returns undefined if a peer or an entry is no address", () => {
    expect(walk(via("garbage", `${VISITOR}, 10.0.0.7`), short)).toBeUndefined();
    expect(walk(via("10.0.0.2", `${VISITOR}, unknown`), short)).toBeUndefined();
    const unknown = { arrived: { "x-forwarded-for": `${VISITOR}, 10.0.0.7` }, peer: null };
    expect(walk(unknown, short)).toBeUndefined();
  });

  it("returns undefined if the walk believes a forged value", () => {
    const forged = via("10.0.0.2", `${VISITOR}, 10.0.0.7, 8.8.8.8`, { headers: [["x-forwarded-for", "8.8.8.8"]] });
    expect(walk(via("10.0.0.2", `${VISITOR}, 10.0.0.7`), short, forged)).toBeUndefined();
  });
});
