import inject from "light-my-request";
import { describe, expect, it } from "vitest";
import { proxyFix as fetchProxyFix, resolutionOf } from "../../src/adapters/fetch.js";
import { proxyFix } from "../../src/adapters/node.js";
import type { Resolution } from "../../src/index.js";
import { PEER } from "../contract/cases.js";
import { listenForWarnings } from "../request/warnings.js";
import { WANTED, wrongOptionOf, type AnyOptions, type Fact, type WrongOption } from "./wrong-option.js";

/** The headers that code reads by itself. */
const READ = ["x-forwarded-for", "x-real-ip"] as const;

type Facts = Readonly<Record<Fact, string>>;

function listFacts(resolution: Resolution, header: (name: string) => unknown, socketAddress?: string): Facts {
  const { clientAddress, proto, host, port, prefix } = resolution;
  // A header that begins with the believed address is the fact `address` again.
  const others = READ.map(header).filter((value) => String(value).split(",")[0] !== clientAddress);
  return {
    address: `${clientAddress} ${socketAddress}`,
    scheme: proto,
    host: host ?? "",
    port: String(port),
    prefix,
    header: others.join(" "),
  };
}

type Ask = (options: AnyOptions, request: WrongOption) => Promise<Facts | undefined>;

/** Returns the facts that an application of node:http reads; undefined if the request is refused. */
const askNode: Ask = async (options, { headers, from = PEER }) => {
  let facts: Facts | undefined;
  const application = proxyFix((req, res) => {
    facts = listFacts(req.proxyFix, (name) => req.headers[name], req.socket.remoteAddress);
    res.end();
  }, options);
  await inject(application as Parameters<typeof inject>[0], { url: "/", headers, remoteAddress: from });
  return facts;
};

/** The same for a fetch handler. */
const askFetch: Ask = (options, { headers }) => {
  let facts: Facts | undefined;
  const application = fetchProxyFix((request: Request) => {
    facts = listFacts(resolutionOf(request)!, (name) => request.headers.get(name));
    return new Response();
  }, options);
  application(new Request("http://app/", { headers }));
  return Promise.resolve(facts);
};

/** Lists the facts that have the value that the attacker wants. */
function listGains(facts: Facts | undefined): string[] {
  if (facts === undefined) return [];
  return Object.entries(facts).flatMap(([fact, value]) => (value.includes(WANTED[fact as Fact]) ? [fact] : []));
}

describe.each(Object.entries(wrongOptionOf))("the option %s", (option, each) => {
  const ask = option === "peer" ? askFetch : askNode;

  it("gives an attacker nothing if it is right", async () => {
    listenForWarnings();
    expect(listGains(await ask(each.right, each))).toEqual([]);
  });

  it(`gives an attacker ${each.gains.join(", ") || "nothing"} if it is wrong`, async () => {
    listenForWarnings();
    const facts = await ask(each.wrong, each);
    expect(facts).toBeDefined();
    expect(listGains(facts)).toEqual(each.gains);
  });
});
