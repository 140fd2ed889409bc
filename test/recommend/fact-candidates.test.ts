import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/recommend/candidate.js";
import { findHost, findHostAndPort, findPrefix, findProto } from "../../src/recommend/fact-candidates.js";
import { VISITOR, type HandMade } from "./hand-made.js";
import { visit } from "./visits.js";

const ADDRESS: Candidate = { options: { xFor: 1, xProto: 0 }, headers: ["x-forwarded-for"] };
const HTTP = "http://app.example.com/page";
const NAME = "app.example.com";

describe("findProto", () => {
  const find = (...parts: readonly HandMade[]) => findProto(ADDRESS, visit(...parts)).proto?.options;

  it("takes the smallest count", () => {
    expect(find({ arrived: { "x-forwarded-proto": "https" } })).toEqual({ xFor: 0, xProto: 1 });
    expect(find({ arrived: { "x-forwarded-proto": "https, https" } })).toEqual({ xFor: 0, xProto: 1 });
    expect(find({ arrived: { "x-forwarded-proto": "https, http" } })).toEqual({ xFor: 0, xProto: 2 });
  });

  it("takes another header before the connection, and the connection last", () => {
    const scheme = { "x-scheme": "http" };
    expect(find({ url: HTTP, arrived: scheme })).toMatchObject({ xProto: 1, headerNames: { proto: "x-scheme" } });
    expect(find({ url: HTTP, arrived: { ...scheme, "x-forwarded-proto": "http" } })).toEqual({ xFor: 0, xProto: 1 });
    expect(find({ url: HTTP })).toEqual({ xFor: 0, xProto: 0 });
    expect(find({ encrypted: true })).toEqual({ xFor: 0, xProto: 0 });
  });

  it("takes the connection of a gateway first", () => {
    expect(find({ url: HTTP, gateway: true, arrived: { "x-forwarded-proto": "http" } })).toEqual({
      xFor: 0,
      xProto: 0,
    });
  });

  it("finds nothing if every candidate is wrong once", () => {
    expect(find({})).toBeUndefined();
    expect(find({ arrived: { "x-forwarded-proto": "https" } }, { headers: [["x", "y"]] })).toBeUndefined();
  });

  it("keeps the walk of the address", () => {
    const walk: Candidate = { options: { trustedProxies: ["127.0.0.1"], xProto: 0 }, headers: ["x-forwarded-for"] };
    const arrived = { "x-forwarded-for": VISITOR, "x-forwarded-proto": "https" };
    expect(findProto(walk, visit({ arrived })).proto?.options).toEqual({ trustedProxies: ["127.0.0.1"], xProto: 1 });
  });
});

describe("findHostAndPort", () => {
  const find = (...parts: readonly HandMade[]) => {
    const { host, port } = findHostAndPort(ADDRESS, visit(...parts));
    return [host?.options, port?.options];
  };

  it("takes the largest count before Host", () => {
    const two = { xFor: 0, xProto: 0, xHost: 2 };
    expect(find({ arrived: { "x-forwarded-host": `${NAME}, ${NAME}` } })).toEqual([two, two]);
    const host = { xFor: 0, xProto: 0, xHost: 0 };
    expect(find({})).toEqual([host, host]);
  });

  it("takes another header before Host", () => {
    const [host] = find({ arrived: { "x-original-host": NAME } });
    expect(host).toMatchObject({ xHost: 1, headerNames: { host: "x-original-host" } });
  });

  it("takes X-Forwarded-Port only if no host contains the port", () => {
    const url = "https://app.example.com:8443/page";
    const port = { "x-forwarded-port": "8443" };
    expect(find({ url, arrived: port })[1]).toEqual({ xFor: 0, xProto: 0, xHost: 0 });
    expect(find({ url, arrived: { ...port, host: NAME } })[1]).toEqual({ xFor: 0, xProto: 0, xHost: 0, xPort: 1 });
    expect(find({ url, arrived: { host: NAME, "x-forwarded-port": "8443, 80" } })[1]).toMatchObject({ xPort: 2 });
  });

  it("takes the host alone if no candidate gives the port", () => {
    const url = "https://app.example.com:8443/page";
    expect(find({ url, arrived: { host: NAME } })).toEqual([{ xFor: 0, xProto: 0, xHost: 0 }, undefined]);
  });

  it("judges the default port by the true scheme", () => {
    expect(find({ encrypted: false })[1]).toEqual({ xFor: 0, xProto: 0, xHost: 0 });
  });

  it("takes the own variables of a gateway first", () => {
    const [host] = find({ gateway: true, arrived: { "x-forwarded-host": NAME } });
    expect(host).toEqual({ xFor: 0, xProto: 0, xHost: 0 });
  });

  it("finds nothing if every candidate is wrong", () => {
    expect(find({ arrived: { host: "upstream.internal" } })).toEqual([undefined, undefined]);
  });
});

describe("findHost", () => {
  it("finds the host alone", () => {
    expect(findHost(ADDRESS, visit({})).host?.options).toEqual({ xFor: 0, xProto: 0, xHost: 0 });
    expect(findHost(ADDRESS, visit({}))).not.toHaveProperty("port");
    expect(findHost(ADDRESS, visit({ arrived: { host: "upstream.internal" } }))).toEqual({});
  });
});

describe("findPrefix", () => {
  const find = (...parts: readonly HandMade[]) => findPrefix(ADDRESS, visit(...parts)).prefix?.options;
  const under = { url: "https://app.example.com/app/page", path: "/page" };

  it("takes 0 if nothing was removed, whatever a header contains", () => {
    expect(find({ arrived: { "x-forwarded-prefix": "" } })).toEqual({ xFor: 0, xProto: 0, xPrefix: 0 });
  });

  it("takes X-Forwarded-Prefix, else X-Script-Name", () => {
    expect(find({ ...under, arrived: { "x-forwarded-prefix": "/app" } })).toEqual({ xFor: 0, xProto: 0, xPrefix: 1 });
    const script = { "x-script-name": "/app" };
    expect(find({ ...under, arrived: script })).toMatchObject({ headerNames: { prefix: "x-script-name" }, xPrefix: 1 });
  });

  it("counts together the values of two proxies that remove a part each", () => {
    const url = "https://app.example.com/a/b/page";
    expect(find({ url, path: "/page", arrived: { "x-forwarded-prefix": "/a, /b" } })).toMatchObject({ xPrefix: 2 });
  });

  it("finds nothing if no header contains it, or the path was rewritten", () => {
    expect(find(under)).toBeUndefined();
    expect(find({ path: "/other", arrived: { "x-forwarded-prefix": "/app" } })).toBeUndefined();
  });

  it("keeps Forwarded of the address", () => {
    const forwarded: Candidate = { options: { forwarded: 1 }, headers: ["forwarded"] };
    const arrived = { forwarded: `for=${VISITOR}`, "x-forwarded-prefix": "/app" };
    expect(findPrefix(forwarded, visit({ ...under, arrived })).prefix?.options).toEqual({ forwarded: 1, xPrefix: 1 });
  });
});
