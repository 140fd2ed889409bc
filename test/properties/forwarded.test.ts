import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coreResolve, expectResolution } from "../reference/both.js";
import { parseNode } from "../reference/address.js";
import { type ReferenceElement, parseForwardedStrictly } from "../reference/forwarded.js";
import { forwardedHeader } from "../reference/random-headers.js";
import { parseHost } from "../reference/host.js";
import { parseProto } from "../reference/proto.js";
import { LIMIT, RUNS } from "../reference/runs.js";

const CONNECTION = { peerAddress: "10.0.0.1", host: "backend.internal" } as const;

/** What one element, read by itself, says about the three facts it can hold. */
function factsOf(element: ReferenceElement): { clientAddress: unknown; proto: unknown; hostname: unknown } {
  if (typeof element === "string") return { clientAddress: undefined, proto: "http", hostname: undefined };
  const host = element.get("host");
  return {
    clientAddress: parseNode(element.get("for") ?? "")?.address,
    proto: parseProto(element.get("proto") ?? "", "forwarded") ?? "http",
    hostname: host === undefined ? CONNECTION.host : parseHost(host)?.hostname,
  };
}

const wellFormed = forwardedHeader
  .map((value) => (typeof value === "string" ? value : value.join(",")))
  .filter((text) => parseForwardedStrictly(text) !== undefined);

describe("Forwarded read from the right", () => {
  it(
    "is what a strict reading from left to right finds, for every element of every well-formed value",
    () => {
      const property = fc.property(wellFormed, (text) => {
        const elements = (parseForwardedStrictly(text) ?? []).reverse();
        elements.forEach((element, index) => {
          const facts = { headers: { host: CONNECTION.host, forwarded: text }, peerAddress: CONNECTION.peerAddress };
          const resolution = expectResolution(coreResolve(facts, { forwarded: index + 1 }));
          expect(resolution).toMatchObject(factsOf(element));
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
