/** Options from the variables of captured gateways: CGI, FastCGI, SCGI and uwsgi. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readFacts } from "../../src/adapters/environ/facts.js";
import { recommend } from "../../src/recommend/index.js";
import type { Observation } from "../../src/recommend/observation.js";
import { resolve } from "../../src/resolve/resolver.js";
import type { Capture } from "../vectors/captures.js";
import { toObservation } from "./captured-observation.js";

type GatewayCapture = Capture & { readonly app: { readonly environ: Readonly<Record<string, string>> } };

const file = new URL("../../vectors/captures.json", import.meta.url);
const { captures } = JSON.parse(readFileSync(file, "utf8")) as { captures: GatewayCapture[] };
const gatewayCaptures = captures.filter(({ app }) => "environ" in app);
const names = [...new Set(gatewayCaptures.map(nameSetUp))];

function nameSetUp({ proxy, name }: Capture): string {
  return `${proxy}: ${name.slice(0, name.lastIndexOf(" / "))}`;
}

function observe(capture: GatewayCapture): Observation {
  const { sent } = toObservation(capture, true);
  const { PATH_INFO: path = "", QUERY_STRING: query = "" } = capture.app.environ;
  const facts = readFacts(capture.app.environ);
  return { sent, arrived: { facts, path: query === "" ? path : `${path}?${query}`, rawHeaders: [], gateway: true } };
}

describe("recommend behind a captured gateway", () => {
  it.each(names)("believes the gateway's variables, and no header: %s", (name) => {
    const group = gatewayCaptures.filter((capture) => nameSetUp(capture) === name);
    const observed = group.filter((capture) => / (?:plain|spoof_all)$/.test(capture.name));
    expect(observed).toHaveLength(2);
    const { options, untold } = recommend(observed.map(observe));
    expect(options).toEqual({ xFor: 0, xProto: 0 });
    for (const capture of group) {
      const { clientAddress, proto } = resolve(readFacts(capture.app.environ), options);
      expect(clientAddress).toBe(capture.truth.client_address);
      if (!untold.includes("proto")) expect(proto).toBe(capture.truth.scheme);
    }
  });
});
