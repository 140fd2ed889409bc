import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coreResolve, expectResolution } from "../reference/both.js";
import { parseNodeOf } from "../reference/address.js";
import { type ReferenceElement, parseForwardedStrictly } from "../reference/forwarded.js";
import { forwardedHeader } from "../reference/random-headers.js";
import { parseHost } from "../reference/host.js";
import { parseProto } from "../reference/proto.js";
import { LIMIT, RUNS } from "../reference/runs.js";

const CONNECTION = { peerAddress: "10.0.0.1", host: "backend.internal" } as const;

/** Returns the three facts that one element can contain, read by itself. */
function readFacts(element: ReferenceElement): { clientAddress: unknown; proto: unknown; hostname: unknown } {
  if (typeof element === "string") return { clientAddress: undefined, proto: "http", hostname: undefined };
  const host = element.get("host");
  return {
    clientAddress: parseNodeOf("forwarded", element.get("for") ?? "")?.address,
    proto: parseProto(element.get("proto") ?? "", "forwarded") ?? "http",
    hostname: host === undefined ? CONNECTION.host : parseHost(host)?.hostname,
  };
}

const wellFormed = forwardedHeader
  .map((value) => (typeof value === "string" ? value : value.join(",")))
  .filter((text) => parseForwardedStrictly(text) !== undefined);

describe("each element of a well-formed Forwarded", () => {
  it(
    "is resolved to the facts that a strict parser reads from left to right",
    () => {
      const property = fc.property(wellFormed, (text) => {
        const elements = (parseForwardedStrictly(text) ?? []).reverse();
        elements.forEach((element, index) => {
          const facts = { headers: { host: CONNECTION.host, forwarded: text }, peerAddress: CONNECTION.peerAddress };
          const resolution = expectResolution(coreResolve(facts, { forwarded: index + 1 }));
          expect(resolution).toMatchObject(readFacts(element));
        });
        const beyond = { headers: { forwarded: text }, peerAddress: CONNECTION.peerAddress };
        expect(coreResolve(beyond, { forwarded: elements.length + 1 })).toMatchObject({
          issues: [{ header: "forwarded", reason: "short-chain" }],
        });
      });
      fc.assert(property, { numRuns: RUNS });
    },
    LIMIT,
  );
});
