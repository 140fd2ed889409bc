import { describe, expect, it } from "vitest";

import type { ProxyFixOptions } from "../../src/index.js";
import { both, expectResolution, listReasons } from "../reference/both.js";
import { FOR, PEER, type HeaderFields } from "./request.js";

const VOUCHED: ProxyFixOptions = { ...FOR, trustedPeers: PEER };
const WALKED: ProxyFixOptions = { ...FOR, trustedProxies: PEER };

/** Headers that show a proxy at work, beside the standard and renamed ones. */
const SIGNS = [
  "via",
  "cdn-loop",
  "x-real-ip",
  "cf-connecting-ip",
  "true-client-ip",
  "fly-client-ip",
  "cloudfront-viewer-address",
  "x-original-forwarded-for",
  "z-forwarded-for",
  "http-x-real-ip",
  "eo-connecting-ip",
  "x-forwarded-ssl",
  "x-forwarded-scheme",
  "x-forwarded-protocol",
  "front-end-https",
  "x-url-scheme",
  "x-real-proto",
  "x-original-host",
  "x-host",
  "x-forwarded-server",
  "disguised-host",
] as const;

/** Headers that show nothing: a path, a location, httpoxy's, and any other. */
const NO_SIGNS = [
  "proxy",
  "x-script-name",
  "x-ingress-path",
  "x-forwarded-path",
  "cf-ipcountry",
  "x-vercel-ip-country",
  "cloudfront-viewer-country",
  "x-appengine-city",
  "x-request-id",
  "user-agent",
] as const;

describe.each(both)("the client without X-Forwarded-For (R2), resolved by %s,", (_by, resolve) => {
  const client = (headers: HeaderFields, options: ProxyFixOptions) => {
    const resolution = expectResolution(resolve({ headers, peerAddress: PEER, peerPort: 7 }, options));
    return [resolution.clientAddress, resolution.clientPort, resolution.addresses, listReasons(resolution)];
  };
  const absent = ["x-forwarded-for absent"];

  it.each(SIGNS)("is undefined if a vouched peer sends %s, an empty one too", (name) => {
    for (const options of [VOUCHED, WALKED]) {
      for (const value of ["1.2.3.4", "", ["", ""]]) {
        expect(client({ [name]: value }, options)).toEqual([undefined, undefined, [], absent]);
      }
    }
  });

  it.each(NO_SIGNS)("is the peer if a vouched peer sends only %s", (name) => {
    expect(client({ [name]: "1.2.3.4" }, VOUCHED)).toEqual([PEER, 7, [], absent]);
    expect(client({ [name]: "1.2.3.4" }, WALKED)).toEqual([PEER, 7, [], absent]);
  });

  it.each<[string, HeaderFields]>([
    ["no header", {}],
    ["an empty array as Via", { via: [] }],
    ["undefined as Via", { via: undefined }],
  ])("is the peer of a health check, which has %s", (_kind, headers) => {
    expect(client(headers, VOUCHED)).toEqual([PEER, 7, [], absent]);
  });

  it("is the peer if no option vouches for it, whatever the request has", () => {
    const headers = { via: "1.1 proxy", "cdn-loop": "cdn", "x-real-ip": "1.2.3.4", "x-forwarded-host": "a.test" };
    expect(client(headers, FOR)).toEqual([PEER, 7, [], absent]);
  });

  it("is the peer if X-Forwarded-For is not counted", () => {
    expect(client({ via: "1.1 proxy" }, { ...VOUCHED, xFor: 0 })).toEqual([PEER, 7, [], []]);
  });

  it("is undefined if a renamed header is there, and if the header that it replaces is", () => {
    const options = { ...VOUCHED, headerNames: { for: "x-for", prefix: "x-mount" } };
    expect(client({ "x-mount": "" }, options)).toEqual([undefined, undefined, [], ["x-for absent"]]);
    expect(client({ "x-forwarded-for": "1.2.3.4" }, options)).toEqual([undefined, undefined, [], ["x-for absent"]]);
  });
});

describe.each(both)("the client without Forwarded (R2), resolved by %s,", (_by, resolve) => {
  it.each<[string, ProxyFixOptions, string | undefined]>([
    ["undefined if trustedPeers contains the peer", { forwarded: 1, trustedPeers: PEER }, undefined],
    ["undefined if trustedProxies contains the peer", { forwarded: 1, trustedProxies: PEER }, undefined],
    ["the peer if no option vouches for it", { forwarded: 1 }, PEER],
  ])("is, without any sign: %s", (_kind, options, address) => {
    const facts = { headers: { host: "app" }, peerAddress: PEER, peerPort: 7 };
    const resolution = expectResolution(resolve(facts, options));
    expect([resolution.clientAddress, resolution.clientPort]).toEqual([address, address && 7]);
    expect([resolution.host, listReasons(resolution)]).toEqual(["app", ["forwarded absent"]]);
  });
});

describe.each(both)("the client without its clientAddressHeader (R2), resolved by %s,", (_by, resolve) => {
  const single: ProxyFixOptions = { clientAddressHeader: "x-real-ip", xProto: 0 };

  it.each<[HeaderFields, ProxyFixOptions, string | undefined]>([
    [{}, { ...single, trustedPeers: PEER }, PEER],
    [{ via: "1.1 proxy" }, { ...single, trustedPeers: PEER }, undefined],
    [{ "cf-connecting-ip": "" }, { ...single, trustedPeers: PEER }, undefined],
    [{ "x-forwarded-for": "1.2.3.4" }, { ...single, trustedPeers: PEER }, undefined],
    [{ "cf-ipcountry": "CH" }, { ...single, trustedPeers: PEER }, PEER],
    [{ via: "1.1 proxy" }, single, PEER],
  ])("is, of %j with %o: %s", (headers, options, address) => {
    const resolution = expectResolution(resolve({ headers, peerAddress: PEER }, options));
    expect([resolution.clientAddress, listReasons(resolution)]).toEqual([address, ["x-real-ip absent"]]);
  });

  it("is undefined, without X-Forwarded-For, if a clientAddressHeader from elsewhere is a sign", () => {
    const options = { ...WALKED, clientAddressHeader: { name: "x-custom-ip", from: "192.0.2.0/24" } };
    const resolution = expectResolution(resolve({ headers: { "x-custom-ip": "" }, peerAddress: PEER }, options));
    expect([resolution.clientAddress, listReasons(resolution)]).toEqual([undefined, ["x-forwarded-for absent"]]);
  });
});
