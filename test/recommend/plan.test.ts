import { describe, expect, it } from "vitest";
import { PEER } from "../../src/recommend/address-candidates.js";
import { findPlan } from "../../src/recommend/plan.js";
import { VISITOR, type HandMade } from "./hand-made.js";
import { visit } from "./visits.js";

/** Returns the options of the address, and whether the visitor may sit on the proxy's machine. */
function plan(...parts: readonly HandMade[]) {
  const found = findPlan(visit(...parts));
  return found === undefined ? undefined : [found.address.options, found.isOnProxy];
}

const ELEMENT = `for=${VISITOR};proto=https;host=app.example.com`;

describe("findPlan", () => {
  it("takes the smallest count that fits", () => {
    expect(plan({ arrived: { "x-forwarded-for": `${VISITOR}, ${VISITOR}` } })).toEqual([{ xFor: 1, xProto: 0 }, false]);
    expect(plan({ arrived: { "x-forwarded-for": `${VISITOR}, 10.0.0.1` } })).toEqual([{ xFor: 2, xProto: 0 }, false]);
  });

  it("takes a header with one address only if no count fits, in the order of the list", () => {
    const single = { "x-real-ip": VISITOR, "fly-client-ip": VISITOR };
    expect(plan({ arrived: { ...single, "x-forwarded-for": VISITOR } })).toEqual([{ xFor: 1, xProto: 0 }, false]);
    expect(plan({ arrived: single })).toEqual([{ clientAddressHeader: "fly-client-ip", xProto: 0 }, false]);
  });

  it("takes the peer if nothing else fits", () => {
    expect(plan({ peer: VISITOR, encrypted: true })).toEqual([PEER.options, false]);
  });

  it("takes the largest count, or another source, if the peer fits too", () => {
    const more = { peer: VISITOR, encrypted: true };
    const chain = { "x-forwarded-for": `${VISITOR}, ${VISITOR}, 8.8.8.8` };
    expect(plan({ ...more, arrived: { ...chain, "x-real-ip": VISITOR } })).toEqual([{ xFor: 3, xProto: 0 }, true]);
    const single = { clientAddressHeader: "x-real-ip", xProto: 0 };
    expect(plan({ ...more, arrived: { "x-real-ip": VISITOR } })).toEqual([single, true]);
    const forwarded = `for=${VISITOR}, for=${VISITOR}`;
    expect(plan({ ...more, arrived: { forwarded } })).toEqual([{ forwarded: 2 }, true]);
  });

  it("takes the peer of a gateway first", () => {
    const arrived = { "x-forwarded-for": VISITOR };
    expect(plan({ gateway: true, peer: VISITOR, arrived })).toEqual([PEER.options, false]);
  });

  it.each<[string, HandMade]>([
    ["on loopback", { address: "127.0.0.1", url: "http://localhost/" }],
    ["behind TLS that ended before", { peer: VISITOR }],
    ["with a sign of a proxy", { peer: VISITOR, encrypted: true, arrived: { "x-varnish": "1", via: "1.1 v" } }],
  ])("doubts a peer with the visitor's address %s, unless two visitors are the peers", (_name, part) => {
    expect(plan(part)).toEqual([PEER.options, true]);
    const other = { ...part, address: "93.184.216.34", peer: "93.184.216.34", visitor: "B" };
    expect(plan(part, other)).toEqual([PEER.options, false]);
  });

  it("takes Forwarded only if it gives more", () => {
    const chain = { "x-forwarded-for": VISITOR, "x-forwarded-proto": "https" };
    expect(plan({ arrived: { ...chain, forwarded: ELEMENT } })).toEqual([{ xFor: 1, xProto: 0 }, false]);
    expect(plan({ arrived: { "x-forwarded-for": VISITOR, forwarded: ELEMENT } })).toEqual([{ forwarded: 1 }, false]);
    expect(plan({ arrived: { forwarded: ELEMENT } })).toEqual([{ forwarded: 1 }, false]);
    const host = { host: "upstream.internal", forwarded: `for=${VISITOR};host=app.example.com` };
    expect(plan({ arrived: { ...host, "x-forwarded-for": VISITOR } })).toEqual([{ forwarded: 1 }, false]);
  });

  it("plans the port of Forwarded only with the scheme and the host", () => {
    const told = (forwarded: string) => Object.keys(findPlan(visit({ arrived: { forwarded } }))!.pieces);
    expect(told(ELEMENT)).toEqual(["address", "proto", "host", "port", "prefix"]);
    expect(told(`for=${VISITOR};host=app.example.com`)).toEqual(["address", "host", "prefix"]);
    expect(told(`for=${VISITOR};proto=https;host=b.example`)).toEqual(["address", "proto", "prefix"]);
  });

  it("leaves the port out if the scheme is untold", () => {
    const { pieces } = findPlan(visit({ arrived: { "x-forwarded-for": VISITOR } }))!;
    expect(Object.keys(pieces)).toEqual(["address", "host", "prefix"]);
  });

  it("walks if plain visits need different counts", () => {
    const long = { "x-forwarded-for": `${VISITOR}, 10.0.0.7` };
    expect(plan({ arrived: long }, { arrived: { "x-forwarded-for": VISITOR } })).toEqual([
      { trustedProxies: ["127.0.0.1", "10.0.0.7"], xProto: 0 },
      false,
    ]);
  });

  it("returns undefined if nothing gives the address", () => {
    expect(plan({})).toBeUndefined();
  });
});
