import { describe, expect, it } from "vitest";
import { inferAddresses } from "../../src/recommend/infer-address.js";
import { observe, observeUntyped, VISITOR, type HandMade } from "./hand-made.js";
import { arrive } from "./visits.js";

/** Infers, and returns the address of each visit with its confirmation, or the reason why there is none. */
function infer(...parts: readonly HandMade[]): string {
  const inference = inferAddresses(arrive(...parts.map(observeUntyped)));
  if ("declined" in inference) return inference.declined;
  return `${inference.visits.map(({ truth }) => truth.address).join(" ")}: ${inference.confirmation}`;
}

const chain = (value: string, more: HandMade = {}): HandMade => ({ arrived: { "x-forwarded-for": value }, ...more });

describe("inferAddresses", () => {
  it("takes typed addresses, and infers none beside them", () => {
    const visits = arrive(observe({ visitor: "A" }), observeUntyped(chain("8.8.8.8", { visitor: "B" })));
    expect(inferAddresses(visits)).toEqual({ visits, confirmation: "typed" });
  });

  it("takes the outermost source", () => {
    expect(infer(chain(`${VISITOR}, 8.8.8.8`))).toBe(`${VISITOR}: none`);
    expect(infer({ arrived: { "x-real-ip": "8.8.8.8", "x-forwarded-for": VISITOR } })).toBe(`${VISITOR}: none`);
    expect(infer({ arrived: { "x-real-ip": VISITOR } })).toBe(`${VISITOR}: none`);
    expect(infer({ arrived: { forwarded: `for=${VISITOR}` } })).toBe(`${VISITOR}: none`);
    const both = { "x-forwarded-for": "8.8.8.8", forwarded: `for=${VISITOR}, for=8.8.4.4` };
    expect(infer({ arrived: both })).toBe(`${VISITOR}: none`);
  });

  it("takes a source only if it is there, and the same, in each visit", () => {
    expect(infer(chain(`8.8.8.8, ${VISITOR}`), chain(VISITOR))).toBe(`${VISITOR} ${VISITOR}: none`);
    expect(infer(chain(`8.8.8.8, ${VISITOR}`), chain(`8.8.4.4, ${VISITOR}`))).toBe(`${VISITOR} ${VISITOR}: none`);
    expect(infer(chain(VISITOR), chain("8.8.8.8"))).toBe("ask-address");
  });

  it("takes no value that was forged", () => {
    const forged = chain(`8.8.8.8, ${VISITOR}`, { headers: [["x-forwarded-for", "8.8.8.8"]] });
    expect(infer(forged, chain(`8.8.8.8, ${VISITOR}`))).toBe(`${VISITOR} ${VISITOR}: none`);
  });

  it("does not miss a header that was listed in Connection", () => {
    expect(infer(chain(VISITOR), { headers: [["connection", "x-forwarded-for"]] })).toBe(`${VISITOR} ${VISITOR}: none`);
  });

  it("takes the peer only if no plain visit has a sign of a proxy", () => {
    expect(infer({ peer: VISITOR })).toBe(`${VISITOR}: none`);
    expect(infer({ peer: VISITOR, arrived: { via: "1.1 cache" } })).toBe("ask-address");
    expect(infer({ peer: VISITOR, arrived: { "x-forwarded-proto": "https" } })).toBe("ask-address");
  });

  it("declines a private address of one visitor, and no address", () => {
    expect(infer(chain("10.0.0.9"))).toBe("ask-address");
    expect(infer({ peer: "127.0.0.1" })).toBe("ask-address");
    expect(infer({ peer: "unix" })).toBe("ask-address");
  });

  it("takes the source that differs between visitors", () => {
    const visits = [
      chain(`${VISITOR}, 8.8.8.8`, { visitor: "A" }),
      chain(`${VISITOR}, 8.8.8.8`, { visitor: "A" }),
      chain("93.184.216.34, 8.8.8.8", { visitor: "B" }),
    ];
    expect(infer(...visits)).toBe(`${VISITOR} ${VISITOR} 93.184.216.34: several-visitors`);
    const inner = [chain(`8.8.8.8, ${VISITOR}`, { visitor: "A" }), chain("8.8.8.8, 93.184.216.34", { visitor: "B" })];
    expect(infer(...inner)).toBe(`${VISITOR} 93.184.216.34: several-visitors`);
  });

  it("declines a source that is the same for all visitors", () => {
    expect(infer(chain("8.8.8.8", { visitor: "A" }), chain("8.8.8.8", { visitor: "B" }))).toBe("same-for-all");
    expect(infer({ visitor: "A", peer: "unix" }, { visitor: "B", peer: "unix" })).toBe("ask-address");
  });

  it("confirms nothing if two sources differ in two ways, or an address is private", () => {
    const edges = [chain(`${VISITOR}, 8.8.8.8`, { visitor: "A" }), chain("93.184.216.34, 8.8.4.4", { visitor: "B" })];
    expect(infer(...edges)).toBe(`${VISITOR} 93.184.216.34: none`);
    expect(infer(chain("10.0.0.9", { visitor: "A" }), chain(VISITOR, { visitor: "B" }))).toBe(
      `10.0.0.9 ${VISITOR}: none`,
    );
  });
});
