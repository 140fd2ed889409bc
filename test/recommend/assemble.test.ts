import { describe, expect, it } from "vitest";
import { assemble, FACTS } from "../../src/recommend/assemble.js";
import type { Candidate, Plan } from "../../src/recommend/candidate.js";
import { VISITOR } from "./hand-made.js";
import { visit } from "./visits.js";

const FOR: Candidate = { options: { xFor: 1, xProto: 0 }, headers: ["x-forwarded-for"] };
const PROTO: Candidate = { options: { xFor: 0, xProto: 1 }, headers: ["x-forwarded-proto"] };
const HOST: Candidate = { options: { xFor: 0, xProto: 0, xHost: 0 }, headers: ["host"] };
const arrived = { "x-forwarded-for": VISITOR, "x-forwarded-proto": "https" };

function plan(address: Candidate, pieces: Plan["pieces"]): Plan {
  return { address, pieces: { address, ...pieces }, isOnProxy: false };
}

describe("assemble", () => {
  it("combines the pieces, with those who may connect", () => {
    const visits = visit({ arrived });
    expect(assemble(plan(FOR, { proto: PROTO, host: HOST, port: HOST }), visits)).toEqual({
      options: { xFor: 1, xProto: 1, trustedPeers: "loopback" },
      told: ["address", "proto", "host", "port"],
    });
  });

  it("names no peers if they are on another machine, or no header is believed", () => {
    expect(assemble(plan(FOR, {}), visit({ arrived, peer: "10.0.0.1" }))?.options).toEqual({ xFor: 1, xProto: 0 });
    const peer: Candidate = { options: { xFor: 0, xProto: 0 }, headers: [] };
    const visits = visit({ peer: "127.0.0.1", address: "127.0.0.1" });
    expect(assemble(plan(peer, { host: HOST }), visits)?.options).toEqual({ xFor: 0, xProto: 0 });
  });

  it("combines names of headers", () => {
    const proto: Candidate = { options: { xProto: 1, headerNames: { proto: "x-scheme" } }, headers: ["x-scheme"] };
    const host: Candidate = { options: { xHost: 2, headerNames: { host: "x-host" } }, headers: ["x-host"] };
    const visits = visit({ arrived: { ...arrived, "x-scheme": "https", "x-host": "app.example.com, b.example" } });
    expect(assemble(plan(FOR, { proto, host }), visits)?.options).toEqual({
      xFor: 1,
      xProto: 1,
      xHost: 2,
      headerNames: { proto: "x-scheme", host: "x-host" },
      trustedPeers: "loopback",
    });
  });

  it("leaves out a fact that is wrong together, and the port with the scheme", () => {
    const visits = visit({ arrived: { ...arrived, "x-forwarded-proto": "http" } });
    const assembly = assemble(plan(FOR, { proto: PROTO, host: HOST, port: HOST }), visits);
    expect(assembly).toEqual({
      options: { xFor: 1, xProto: 0, trustedPeers: "loopback" },
      told: ["address", "host"],
    });
    const written = { ...arrived, "x-forwarded-proto": "http", host: "app.example.com:8443" };
    const other = visit({ url: "https://app.example.com:8443/", arrived: written });
    expect(assemble(plan(FOR, { proto: PROTO, host: HOST, port: HOST }), other)?.told).toEqual(["address", "host"]);
  });

  it("returns undefined if the address is wrong", () => {
    expect(assemble(plan(FOR, {}), visit({ arrived: { "x-forwarded-for": "81.2.69.78" } }))).toBeUndefined();
  });

  it("adds strict to Forwarded, and returns undefined if it refuses a plain visit", () => {
    const forwarded: Candidate = { options: { forwarded: 1 }, headers: ["forwarded"] };
    const good = visit({ arrived: { forwarded: `for=${VISITOR}` } });
    expect(assemble(plan(forwarded, {}), good)?.options).toEqual({
      forwarded: 1,
      strict: true,
      trustedPeers: "loopback",
    });
    expect(assemble(plan(forwarded, {}), visit({ address: "127.0.0.1" }))).toBeUndefined();
  });

  it("adds strict if a header was removed for Connection, and only then", () => {
    const headers = [["connection", "x-forwarded-proto"]] as const;
    const removed = { headers, arrived: { "x-forwarded-for": VISITOR } };
    const kept = { headers, arrived };
    const pieces = { proto: PROTO };
    expect(assemble(plan(FOR, pieces), visit({ arrived }, removed))?.options).toHaveProperty("strict", true);
    expect(assemble(plan(FOR, pieces), visit({ arrived }, kept))?.options).not.toHaveProperty("strict");
  });

  it("keeps a walk, and the header of a platform", () => {
    const walk: Candidate = { options: { trustedProxies: ["127.0.0.1"], xProto: 0 }, headers: ["x-forwarded-for"] };
    expect(assemble(plan(walk, {}), visit({ arrived }))?.options).toEqual({ trustedProxies: ["127.0.0.1"], xProto: 0 });
    const single: Candidate = { options: { clientAddressHeader: "x-real-ip", xProto: 0 }, headers: ["x-real-ip"] };
    expect(assemble(plan(single, {}), visit({ arrived: { "x-real-ip": VISITOR } }))?.options).toEqual({
      clientAddressHeader: "x-real-ip",
      xProto: 0,
      trustedPeers: "loopback",
    });
  });
});

describe("FACTS", () => {
  it("contains the facts in the order of the types", () => {
    expect(FACTS).toEqual(["address", "proto", "host", "port", "prefix"]);
  });
});
