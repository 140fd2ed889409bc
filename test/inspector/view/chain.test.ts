import { describe, expect, it } from "vitest";

import { explain, type Explanation } from "../../../src/explain/index.js";
import { renderChain, renderUnknownChain } from "../../../src/inspector/view/chain.js";
import type { ProxyFixOptions } from "../../../src/options/options.js";
import { expectSafe, HOSTILE } from "../hostile.js";

const words = { client: "You, the client", forged: ["192.0.2.1"] };

function explainChain(chain: string, options: ProxyFixOptions, header = "x-forwarded-for"): Explanation {
  return explain({ headers: { host: "app.test", [header]: chain }, peerAddress: "10.0.0.2" }, options);
}

/** Lists the stations: the kind, the role, the name and the sentence. */
function listStations(text: string): readonly (readonly string[])[] {
  const stations = [...text.matchAll(/<li class="(\w+)">.*?<\/svg>(.*?)<\/li>/gs)];
  return stations
    .map(([, kind = "", rest = ""]) => [kind, ...rest.split("</p>").map((part) => part.replaceAll(/<[^>]*>/g, ""))])
    .map((parts) => parts.slice(0, 4));
}

describe("renderChain", () => {
  it("draws forged values, the client, the proxies and the application in the order of the request", () => {
    const { text } = renderChain(explainChain("192.0.2.1, 81.2.69.77, 10.0.0.7", { xFor: 2 }), words);
    expect(listStations(text)).toEqual([
      [
        "claim",
        "Forged by this page",
        "192.0.2.1",
        "Third from the right. Two values are counted, so nobody looks this far.",
      ],
      ["client", "You, the client", "81.2.69.77", "Named by 10.0.0.7 in X-Forwarded-For."],
      ["proxy", "Outer proxy", "10.0.0.7", "Named by 10.0.0.2 in X-Forwarded-For."],
      ["proxy", "Inner proxy, your peer", "10.0.0.2", "The connection itself: no header is needed to know it."],
      ["application", "Your application", "http://app.test", "The origin that it sees by these options."],
    ]);
  });

  it.each([
    ["192.0.2.9", { xFor: 0, xProto: 0 }, "No option reads this header."],
    ["192.0.2.9", { trustedPeers: "10.9.9.9" }, "The peer is not trusted, so no header is believed."],
    [
      "1.1.1.1, 2.2.2.2",
      { trustedProxies: "10.0.0.0/8" },
      "Further left than the first address that is no trusted proxy&#39;s.",
    ],
    ["1.1.1.1, 2.2.2.2", { xFor: 1 }, "Second from the right. One value is counted, so nobody looks this far."],
  ] as const)("gives the reason for which a claim in %j is not believed by %j", (chain, options, reason) => {
    const [station] = listStations(renderChain(explainChain(chain, options), words).text);
    expect(station).toMatchObject(["claim", "Not believed", expect.anything(), reason]);
  });

  it.each([
    ["x", "x-forwarded-for", { xFor: 1 }, "The counted value is no address."],
    ["1.1.1.1", "x-forwarded-for", { xFor: 2 }, "The list has fewer values than the options count."],
    ["proto=https", "forwarded", { forwarded: 1 }, "The counted element of Forwarded has no for."],
  ] as const)("draws the counted value %j of %s as unreadable", (chain, header, options, reason) => {
    const stations = listStations(renderChain(explainChain(chain, options, header), words).text);
    expect(stations.find(([kind]) => kind === "unknown")).toMatchObject([
      "unknown",
      "Counted, and not readable",
      expect.anything(),
      reason,
    ]);
  });

  it("draws an untrusted peer as the client", () => {
    const stations = listStations(renderChain(explainChain("1.1.1.1", { trustedPeers: "10.9.9.9" }), words).text);
    expect(stations[1]).toEqual([
      "client",
      "You, the client",
      "10.0.0.2",
      "Connects itself, and is no proxy that the options trust.",
    ]);
  });

  it("counts the claims behind the second one, and stacks many stations on every screen", () => {
    const many = Array.from({ length: 30 }, (_, at) => `192.0.2.${at}`).join(", ");
    const { text } = renderChain(explainChain(many, { xFor: 1 }), words);
    expect(listStations(text)[0]).toEqual(["claim", "Not believed", "27 more", "Anyone could have written them."]);
    expect(text).toContain('class="chain wide"');
    expect(renderChain(explainChain(many, { xFor: 8 }), words).text).toContain('class="chain"');
  });

  it.each(HOSTILE)("is safe with %s as a claim, as the counted value and as the host", (_, value) => {
    const headers = { host: value, "x-forwarded-for": `${value}, 1.1.1.1`, "x-forwarded-host": value };
    for (const xFor of [1, 2, 3]) {
      const explanation = explain({ headers, peerAddress: "10.0.0.2" }, { xFor, xHost: 1 });
      expectSafe(renderChain(explanation, { client: value, forged: [value] }));
      expectSafe(renderUnknownChain(explanation));
    }
  });
});

describe("renderUnknownChain", () => {
  it("calls nobody the client or a proxy but the peer that connects", () => {
    const explanation = explainChain("1.1.1.1, 2.2.2.2", { xFor: 0, xProto: 0 });
    expect(listStations(renderUnknownChain(explanation).text).map(([kind, , name]) => [kind, name])).toEqual([
      ["unknown", "1.1.1.1"],
      ["unknown", "2.2.2.2"],
      ["proxy", "10.0.0.2"],
      ["application", "believes nothing yet"],
    ]);
  });
});
