import { describe, expect, it } from "vitest";

import { listProbes } from "../../src/recommend/list-probes.js";
import { ADDRESS_HEADERS, HOST_HEADERS, PREFIX_HEADERS, PROTO_HEADERS } from "../../src/recommend/headers.js";

const LISTS = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
];
const ALL = [...LISTS, ...ADDRESS_HEADERS, ...PROTO_HEADERS, ...HOST_HEADERS, ...PREFIX_HEADERS];
/** Headers that `fetch` of a browser refuses to set. */
const FORBIDDEN = ["host", "connection", "via", "te", "upgrade", "transfer-encoding", "keep-alive"];

const probes = listProbes("http");

describe("listProbes", () => {
  it("begins with a plain visit", () => {
    expect(probes[0]).toEqual({ title: "a plain visit", browser: true, headers: [] });
  });

  it("ends with names that gateways do not distinguish, and a plain visit", () => {
    const [underscores, last] = probes.slice(-2);
    expect(underscores!.headers.map(([name]) => name.replaceAll("_", "-"))).toEqual(LISTS);
    expect(underscores!.headers.filter(([name]) => name.includes("-"))).toEqual([]);
    expect(last).toMatchObject({ browser: true, headers: [] });
  });

  it("forges all headers that can be believed, together and each alone", () => {
    expect(probes[1]!.headers.map(([name]) => name)).toEqual(ALL);
    const alone = probes.slice(2, 2 + ALL.length);
    expect(alone.map(({ headers }) => headers)).toEqual(probes[1]!.headers.map((header) => [header]));
  });

  it("forges another address in each header, all for documentation (RFC 5737)", () => {
    const addresses = probes[1]!.headers
      .filter(([name]) => name === "x-forwarded-for" || name === "forwarded" || ADDRESS_HEADERS.includes(name))
      .map(([, value]) => /\d+\.\d+\.\d+\.\d+/.exec(value)?.[0] ?? "");
    expect(new Set(addresses).size).toBe(2 + ADDRESS_HEADERS.length);
    for (const address of addresses) expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
  });

  it.each([
    ["http", "https", "on"],
    ["https", "http", "off"],
  ] as const)("forges the opposite of %s everywhere", (proto, forged, isOn) => {
    const all = listProbes(proto);
    const values = all[1]!.headers.filter(([name]) => name === "x-forwarded-proto" || PROTO_HEADERS.includes(name));
    expect(new Set(values.map(([, value]) => value))).toEqual(new Set([forged, isOn]));
    const texts = all.flatMap(({ headers }) => headers.map(([, value]) => value));
    expect(texts.filter((text) => new RegExp(`(^|[=, ])${proto}($|[;, ])`).test(text))).toEqual([]);
  });

  it("sends two lines, and an empty value, of each list", () => {
    const twice = probes.filter(({ headers }) => headers.length === 2 && headers[0]![0] === headers[1]![0]);
    expect(twice.map(({ headers }) => headers[0]![0])).toEqual(LISTS);
    const empty = probes.find(({ headers }) => headers.length > 0 && headers.every(([, value]) => value === ""));
    expect(empty?.headers.map(([name]) => name)).toEqual(LISTS);
  });

  it("names all headers in Connection, with and without forged ones", () => {
    const connections = probes.flatMap(({ headers }) => headers.filter(([name]) => name === "connection"));
    expect(connections).toEqual([0, 1].map(() => ["connection", ["close", ...ALL].join(", ")]));
  });

  it("marks the requests that a browser can send", () => {
    for (const { title, browser, headers } of probes) {
      const names = headers.map(([name]) => name);
      const isPossible = new Set(names).size === names.length && !names.some((name) => FORBIDDEN.includes(name));
      expect(browser, title).toBe(isPossible);
    }
  });

  it("gives each request another title", () => {
    expect(new Set(probes.map(({ title }) => title)).size).toBe(probes.length);
  });
});
