import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explain, type Explanation, type Fact, type HeaderSource, type Hop } from "../../src/explain/index.js";
import { ProxyFixRefusal, resolve, type ProxyFixOptions, type RequestFacts } from "../../src/index.js";
import { compileOptions } from "../../src/options/compile-options.js";
import { readHeader } from "../../src/options/read-header.js";
import { validOptions } from "../reference/random-options.js";
import { requestFacts } from "../reference/random-requests.js";
import { LIMIT, RUNS } from "../reference/runs.js";
import { factsOf, httpCaptures } from "../vectors/captures.js";

type Case = readonly [facts: RequestFacts, options: ProxyFixOptions, explanation: Explanation];

const captures: readonly Case[] = httpCaptures.map((capture) => {
  const facts = factsOf(capture);
  return [facts, capture.hops, explain(facts, capture.hops)];
});

/** Checks a property on random requests and options, and on every capture with the options of its set-up. */
function check(property: (...args: Case) => void): void {
  const onRandom = fc.property(requestFacts, validOptions, (facts, options) => {
    property(facts, options, explain(facts, options));
  });
  fc.assert(onRandom, { numRuns: Math.ceil(RUNS / 4) });
  expect(captures.length).toBeGreaterThan(500);
  for (const one of captures) property(...one);
}

const LONG = { timeout: LIMIT };

/** The options that decide what is believed. */
function believing({ strict: _strict, allowedHosts: _allowedHosts, ...rest }: ProxyFixOptions): ProxyFixOptions {
  return rest;
}

function isBelieved({ verdict }: Hop): boolean {
  return verdict === "believed";
}

/** Resolves a believed value alone: its header, counted once, or as often as it has values. */
function resolveAlone(source: HeaderSource, fact: Fact, facts: RequestFacts, options: ProxyFixOptions): unknown {
  const { names } = compileOptions(options);
  const { header, text, place } = source;
  const { headerNames = {}, trustedPeers, trustedProxies } = options;
  const trust = trustedProxies === undefined ? { trustedPeers } : { trustedProxies };
  const own = Object.fromEntries(Object.entries({ ...trust }).filter(([, value]) => value !== undefined));
  const none = { xFor: 0, xProto: 0, headerNames: Object.keys(headerNames).length === 0 ? undefined : headerNames };
  const request = { headers: { [header]: text }, peerAddress: facts.peerAddress };
  const resolveWith = (counts: ProxyFixOptions): ReturnType<typeof resolve> => {
    const all = Object.entries({ ...none, ...counts }).filter(([, value]) => value !== undefined);
    return resolve(request, Object.fromEntries(all));
  };
  switch (fact) {
    case "address":
      if (header === "forwarded") return resolveWith({ ...own, forwarded: 1 }).clientAddress;
      if (header === names.for && typeof options.clientAddressHeader !== "string") {
        return resolveWith({ ...own, xFor: 1 }).clientAddress;
      }
      return resolve(request, { xProto: 0, clientAddressHeader: header }).clientAddress;
    case "proto":
      return resolveWith(header === "forwarded" ? { ...own, forwarded: 1 } : { ...own, xProto: 1 }).proto;
    case "host":
      return resolveWith(header === "forwarded" ? { ...own, forwarded: 1 } : { ...own, xHost: 1 }).hostname;
    case "port":
      if (header === "forwarded") return resolveWith({ ...own, forwarded: 1 }).port;
      return resolveWith(header === names.port ? { ...own, xPort: 1 } : { ...own, xHost: 1 }).port;
    case "prefix":
      return resolveWith({ xPrefix: place }).prefix;
  }
}

describe("an explanation", () => {
  it("has the resolution that resolve returns without strict and allowedHosts", LONG, () => {
    check((facts, options, { resolution }) => {
      const resolved = resolve(facts, believing(options));
      expect(resolution).toStrictEqual({
        clientAddress: resolved.clientAddress ?? null,
        clientPort: resolved.clientPort ?? null,
        addresses: [...resolved.addresses],
        proto: resolved.proto,
        host: resolved.host ?? null,
        hostname: resolved.hostname ?? null,
        port: resolved.port,
        prefix: resolved.prefix,
        origin: resolved.origin ?? null,
        issues: resolved.issues.map((issue) => ({ ...issue })),
      });
    });
  });

  it("has the refusal that resolve throws", LONG, () => {
    check((facts, options, { refusal }) => {
      try {
        resolve(facts, options);
        expect(refusal).toBeNull();
      } catch (error) {
        const { status, issues } = error as ProxyFixRefusal;
        expect(error).toBeInstanceOf(ProxyFixRefusal);
        expect(refusal).toStrictEqual({ status, issues: issues.map((issue) => ({ ...issue })) });
      }
    });
  });

  it("has the client's address at the client's hop, and no other client", LONG, () => {
    check((_facts, _options, { resolution, chain, gate }) => {
      const clients = chain.hops.filter(({ role }) => role === "client");
      const isNamed = gate.verdict === "untrusted-peer" || resolution.clientAddress !== null;
      expect(clients.length).toBe(isNamed ? 1 : 0);
      // A unix-domain socket has a peer, but no address.
      const addresses = clients.map(({ address }) => address).filter((address) => address !== "unix");
      if (resolution.clientAddress !== null) expect(addresses).toEqual([resolution.clientAddress]);
    });
  });

  it("has the addresses of the resolution at the believed hops behind the peer, in reverse", LONG, () => {
    check((_facts, _options, { resolution, chain }) => {
      if (resolution.clientAddress === null) return;
      const believed = chain.hops.slice(1).filter(isBelieved);
      const addresses = believed.map(({ address }) => address).filter((address) => address !== null);
      expect(addresses.reverse()).toEqual(resolution.addresses);
    });
  });

  it("gives the fact if a believed text is resolved alone", LONG, () => {
    check((facts, options, explanation) => {
      for (const [fact, { value, source }] of Object.entries(explanation.facts)) {
        if (source === undefined || !("header" in source)) continue;
        const expected = fact === "host" ? explanation.resolution.hostname : value;
        expect(resolveAlone(source, fact as Fact, facts, believing(options)), fact).toBe(expected);
      }
    });
  });

  it("has the facts of the resolution, and no source for an unknown one", LONG, () => {
    check((_facts, _options, { resolution, facts }) => {
      const { address, proto, host, port, prefix } = facts;
      expect(address.value).toBe(resolution.clientAddress);
      expect(proto.value).toBe(resolution.proto);
      expect(host.value).toBe(resolution.host);
      expect(port.value).toBe(resolution.port);
      expect(prefix.value).toBe(resolution.prefix);
      for (const { value, source } of Object.values(facts)) expect(source === undefined).toBe(value === null);
    });
  });

  it("has an obstacle for each issue of the resolution, and an issue for each obstacle", LONG, () => {
    check((_facts, _options, { resolution, facts, gate }) => {
      if (gate.verdict === "untrusted-peer") return;
      const obstacles = Object.values(facts).flatMap(({ instead }) => (instead === undefined ? [] : [instead]));
      const shown = obstacles.map(({ header, reason }) => `${header} ${reason}`);
      const issues = resolution.issues.map(({ header, reason }) => `${header} ${reason}`);
      const due = shown.filter((text) => !/ (disabled|no-parameter|other-proxy)$|^host absent$/.test(text));
      expect(due.filter((text) => !issues.includes(text))).toEqual([]);
      // The connection's own host is no forwarding header. Of an address with two obstacles the first is shown.
      const missing = issues.filter((text) => !shown.includes(text) && text !== "host invalid");
      const isAddressShown = facts.address.instead?.reason === "absent";
      if (!isAddressShown) expect(missing).toEqual([]);
    });
  });

  it("has the fact in the chosen row of each count", LONG, () => {
    check((_facts, _options, { facts, counts }) => {
      const FACTS = { xFor: "address", xProto: "proto", xHost: "host", xPort: "port", xPrefix: "prefix", forwarded: "address" } as const; // prettier-ignore
      for (const [option, rows] of Object.entries(counts)) {
        const chosen = rows.filter((row) => row.chosen === true);
        expect(chosen.length).toBeLessThanOrEqual(1);
        for (const { value } of chosen) expect(value).toBe(facts[FACTS[option as keyof typeof FACTS]].value);
        const numbers = rows.map(({ count }) => count);
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(numbers.length).toBeLessThanOrEqual(10);
      }
    });
  });

  it("has in each row of a count the fact that resolve returns with that count", LONG, () => {
    check((facts, options, { counts }) => {
      for (const [option, rows] of Object.entries(counts)) {
        for (const { count, value } of rows) {
          // An option set to 0 may not stand beside the option that replaces it.
          const { clientAddress, proto, host, port, prefix } = resolve(facts, {
            ...believing(options),
            [option]: count,
          });
          const values = { xFor: clientAddress, xProto: proto, xHost: host, xPort: port, xPrefix: prefix, forwarded: clientAddress }; // prettier-ignore
          expect(value, `${option} ${count}`).toBe(values[option as keyof typeof values] ?? null);
        }
      }
    });
  });

  it("lists each hop once, in order, and at most eight claims", LONG, () => {
    check((facts, _options, { chain: { header, hops, unlisted } }) => {
      expect(hops.map(({ hop }) => hop)).toEqual(hops.map((_hop, place) => place));
      expect(hops.filter(({ role }) => role === "claim").length).toBeLessThanOrEqual(8);
      // The entries of one list stand in the header from the right to the left.
      const own = hops.filter((hop) => hop.header === header && header !== null);
      const text = header === null ? undefined : readHeader(facts.headers, header);
      let rest = text ?? "";
      for (const hop of own) {
        expect(rest.replace(/[ \t]+$/, "").endsWith(hop.text ?? "-")).toBe(true);
        rest = rest.slice(0, rest.lastIndexOf(hop.text ?? "-")).replace(/[ \t]+$/, "");
        if (rest === "") break;
        expect(rest.endsWith(",")).toBe(true);
        rest = rest.slice(0, -1);
      }
      const numbers = own.map(({ line = 0 }) => line);
      expect(numbers).toEqual(numbers.toSorted((one, other) => other - one));
      expect(unlisted).toBeGreaterThanOrEqual(0);
    });
  });

  it("lets only a believed proxy, or the connection, vouch for a hop", LONG, () => {
    check((_facts, _options, { chain: { hops } }) => {
      for (const { saidBy, verdict } of hops) {
        if (typeof saidBy === "number") expect(hops[saidBy]).toMatchObject({ role: "proxy", verdict: "believed" });
        if (verdict === "believed") expect(saidBy).not.toBe("client");
        if (verdict === "ignored") expect(saidBy).toBe("client");
      }
    });
  });

  it("contains no text of the client but parts of its headers, at the right lines", LONG, () => {
    check((facts, _options, { chain, facts: explained, forgeable }) => {
      const sources = Object.values(explained).flatMap(({ source }) => (source && "header" in source ? [source] : []));
      for (const { header = "", line = 0, text = "-" } of [
        ...chain.hops.filter((hop) => "header" in hop),
        ...sources,
      ]) {
        const received = readHeader(facts.headers, header) ?? "";
        expect(received).toContain(text);
        const lines = (facts.headers as Record<string, unknown>)[header];
        const isList = Array.isArray(lines) && typeof Reflect.get(facts.headers, "get") !== "function";
        if (isList) expect(lines.slice(line - 1).join(",")).toContain(text);
        else expect(line).toBe(1);
      }
      for (const { text } of forgeable) expect(text).toMatch(/^[\w\s,.:;()'-]+$/);
    });
  });

  it("throws nothing on a request of any text", LONG, () => {
    const names = fc.constantFrom(
      "host",
      ":authority",
      "x-forwarded-for",
      "x-forwarded-host",
      "forwarded",
      "x-real-ip",
    );
    const text = fc.string({ unit: "binary", maxLength: 40 });
    const value = fc.oneof(text, fc.array(text, { maxLength: 3 }));
    const headers = fc.dictionary(fc.oneof(names, text), value, { maxKeys: 6 });
    const property = fc.property(fc.record({ headers, peerAddress: text }), validOptions, (facts, options) => {
      const explanation = explain(facts, options);
      expect(JSON.parse(JSON.stringify(explanation))).toStrictEqual(explanation);
    });
    fc.assert(property, { numRuns: RUNS });
  });

  it("is JSON", LONG, () => {
    check((_facts, _options, explanation) => {
      expect(JSON.parse(JSON.stringify(explanation))).toStrictEqual(explanation);
    });
  });
});
